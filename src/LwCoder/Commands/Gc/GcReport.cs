using System.Globalization;
using System.Text;
using System.Text.Json;
using LwCoder.Cleanup;
using LwCoder.Configuration;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Gc;

/// <summary>What was, or would be, removed and what takes up room beside it.</summary>
internal sealed class GcReport(bool isDryRun, IReadOnlyList<GcItem> items, IReadOnlyList<Holding> holdings)
{
    private const int JsonVersion = 1;

    private IEnumerable<GcItem> Gone => items.Where(item => item.Problem is null);

    private long Bytes => Gone.Sum(item => item.Leftover.Bytes);

    public void WriteText(TextWriter output, bool forPerson)
    {
        TextTable.Write(output, forPerson, ["FATE", "KIND", "SIZE", "NAME", "WHY"],
        [
            .. items.Select(item => (IReadOnlyList<string>)
            [
                Fate(item), item.Kind, Size(item.Leftover.Bytes), TerminalText.OneLine(item.Leftover.Name, 300),
                TerminalText.OneLine(item.Problem ?? item.Leftover.Why, 300),
            ]),
            .. holdings.Select(holding => (IReadOnlyList<string>)
            [
                "stays", holding.Name, Size(holding.Bytes), TerminalText.OneLine(holding.Path, 300),
                holding.Smaller is { } command ? $"smaller with: {command}" : "",
            ]),
        ]);
        if (forPerson)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{(isDryRun ? "would remove" : "removed")} {Gone.Count()}, {ByteSize.Format(Bytes)}"));
        }
    }

    public void WriteJson(TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", JsonVersion);
            writer.WriteBoolean("dry_run", isDryRun);
            writer.WriteNumber("bytes", Bytes);
            writer.WriteStartArray("items");
            foreach (var item in items)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", item.Kind);
                writer.WriteString("name", item.Leftover.Name);
                writer.WriteNumber("bytes", item.Leftover.Bytes);
                writer.WriteString("why", item.Leftover.Why);
                writer.WriteBoolean("removed", !isDryRun && item.Problem is null);
                writer.WriteString("problem", item.Problem);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteStartArray("stays");
            foreach (var holding in holdings)
            {
                writer.WriteStartObject();
                writer.WriteString("name", holding.Name);
                writer.WriteString("path", holding.Path);
                writer.WriteNumber("bytes", holding.Bytes);
                writer.WriteString("smaller_with", holding.Smaller);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private string Fate(GcItem item) => item.Problem is not null ? "failed" : isDryRun ? "would go" : "removed";

    private static string Size(long bytes) => bytes == 0 ? "-" : ByteSize.Format(bytes);
}
