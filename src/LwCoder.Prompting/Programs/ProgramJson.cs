using System.Globalization;
using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Programs;

/// <summary>The file format of <see cref="PromptProgram"/>.</summary>
internal static class ProgramJson
{
    private const long SchemaVersion = 1;

    public static string Write(PromptProgram program) => FieldJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema_version", SchemaVersion);
        writer.WriteString("name", program.Name);
        writer.WriteStartObject("predictors");
        foreach (var predictor in program.Predictors)
        {
            writer.WritePropertyName(predictor.Name);
            Write(writer, predictor);
        }
        writer.WriteEndObject();
        writer.WriteStartObject("provenance");
        writer.WriteString("created_at", program.Provenance.CreatedAt.ToUniversalTime());
        writer.WriteString("library", Provenance.Library);
        foreach (var (name, fact) in program.Provenance.Facts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, fact);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }, indented: true);

    public static PromptProgram Read(FieldValues json)
    {
        if (json.Integer("schema_version") is var version && version != SchemaVersion)
        {
            throw new ProgramException($"It has schema version {version}; this library reads {SchemaVersion}.");
        }
        var provenance = json.Record("provenance");
        var created = DateTimeOffset.Parse(provenance.String("created_at"), CultureInfo.InvariantCulture);
        var facts = provenance.Where(pair => pair.Key is not ("created_at" or "library"))
            .ToDictionary(pair => pair.Key, pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture) ?? "");
        return new PromptProgram(
            json.String("name"),
            [.. json.Record("predictors").Keys.Select(name => Read(name, json.Record("predictors").Record(name)))],
            new Provenance(created, facts));
    }

    private static SavedPredictor Read(string name, FieldValues json) => new(
        name, json.String("instructions"), Names(json, "inputs"), Names(json, "outputs"),
        [.. json.List("demos").Select((demo, index) => demo is FieldValues example
            ? new Example(example.Record("inputs"), example.Record("outputs"))
            : throw new FieldException($"{name}.demos[{index}]", "is no record"))]);

    private static List<string> Names(FieldValues json, string key) =>
        [.. json.List(key).Select(item => item as string ?? throw new FieldException(key, "holds something that is no name"))];

    private static void Write(Utf8JsonWriter writer, SavedPredictor predictor)
    {
        writer.WriteStartObject();
        writer.WriteString("instructions", predictor.Instructions);
        writer.WritePropertyName("inputs");
        FieldJson.Write(writer, predictor.Inputs);
        writer.WritePropertyName("outputs");
        FieldJson.Write(writer, predictor.Outputs);
        writer.WriteStartArray("demos");
        foreach (var demo in predictor.Demos)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("inputs");
            FieldJson.Write(writer, demo.Inputs);
            writer.WritePropertyName("outputs");
            FieldJson.Write(writer, demo.Outputs);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
