using System.Text;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Adapters;

/// <summary>The answer as marked sections of plain text.</summary>
internal sealed class SectionAdapter : Adapter
{
    public override string Name => "sections";

    public override string WriteOutputs(Signature signature, FieldValues outputs) => SectionText.Write(outputs);

    public override FieldValues ReadOutputs(Signature signature, string text)
    {
        var sections = SectionText.Read(signature.Outputs, text);
        var values = new List<(string, object?)>();
        foreach (var field in signature.Outputs)
        {
            if (sections.TryGetValue(field.Name, out var written))
            {
                values.Add((field.Name, FieldConversion.FromText(field, written, field.Name)));
            }
            else if (!field.IsOptional)
            {
                throw new FieldException(field.Name, $"is missing; it must stand under a line {SectionText.Marker(field.Name)}");
            }
        }
        return signature.FitOutputs(FieldValues.Of(values));
    }

    protected override string Explain(Signature signature)
    {
        var text = new StringBuilder("Write your answer in sections, each under its marker on a line of its own:\n\n");
        foreach (var field in signature.Outputs)
        {
            text.Append(SectionText.Marker(field.Name)).Append('\n').Append(Placeholder(field)).Append("\n\n");
        }
        return text.Append(SectionText.EndMarker).ToString();
    }

    protected override string Remind(Signature signature)
    {
        var markers = signature.Outputs.Select(field => SectionText.Marker(field.Name));
        return $"Write the sections {string.Join(", ", markers)}, then {SectionText.EndMarker}.";
    }

    private static string Placeholder(Field field) => field.Type.Kind switch
    {
        FieldKind.List or FieldKind.Record => $"(JSON, by the schema {JsonSchema.TextOf(field.Type)})",
        FieldKind.String => "(text)",
        _ => $"({field.Type}{(field.IsOptional ? ", or null" : "")}; nothing else)",
    };
}
