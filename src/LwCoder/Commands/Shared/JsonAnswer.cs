using System.Text;
using System.Text.Json;

namespace LwCoder.Commands.Shared;

/// <summary>What `--json` prints: one object that says which version of its format it has.</summary>
internal static class JsonAnswer
{
    public static void Write(TextWriter output, int schema, Action<Utf8JsonWriter> properties)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", schema);
            properties(writer);
            writer.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }
}
