using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LwCoder.Commands.Shared;

/// <summary>What `--json` prints: one object with its version.</summary>
internal static class JsonAnswer
{
    private const int SchemaVersion = 1;

    /// <summary>Of an answer that may be longer than memory, what is printed in one go.</summary>
    private const int Chunk = 64 * 1024;

    public static void Write(TextWriter output, Action<Utf8JsonWriter> properties) =>
        Write(output, (json, _) => properties(json));

    /// <param name="properties">Gets what to call now and then where there is much to write.</param>
    public static void Write(TextWriter output, Action<Utf8JsonWriter, Action> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", SchemaVersion);
            properties(writer, () => Print(writer, Chunk));
            writer.WriteEndObject();
            Print(writer, 0);
        }
        output.WriteLine();

        void Print(Utf8JsonWriter writer, int least)
        {
            if (buffer.WrittenCount + writer.BytesPending > least)
            {
                writer.Flush();
                output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan));
                buffer.ResetWrittenCount();
            }
        }
    }
}
