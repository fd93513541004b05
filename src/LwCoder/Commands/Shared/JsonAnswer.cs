using System.Text;
using System.Text.Json;

namespace LwCoder.Commands.Shared;

/// <summary>What `--json` prints: one object with its version.</summary>
internal static class JsonAnswer
{
    private const int SchemaVersion = 1;

    public static void Write(TextWriter output, Action<Utf8JsonWriter> properties)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", SchemaVersion);
            properties(writer);
            writer.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
