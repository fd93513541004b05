using System.Globalization;
using LwCoder.Cleanup;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Gc;

/// <summary>What was, or would be, removed and what takes up room beside it.</summary>
internal sealed class GcReport(bool isDryRun, IReadOnlyList<GcItem> items, IReadOnlyList<Holding> holdings)
{
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

    public void WriteJson(TextWriter output) => JsonAnswer.Write(output, json =>
    {
        json.WriteBoolean("dry_run", isDryRun);
        json.WriteNumber("bytes", Bytes);
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("kind", item.Kind);
            json.WriteString("name", item.Leftover.Name);
            json.WriteNumber("bytes", item.Leftover.Bytes);
            json.WriteString("why", item.Leftover.Why);
            json.WriteBoolean("removed", !isDryRun && item.Problem is null);
            json.WriteString("problem", item.Problem);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("stays");
        foreach (var holding in holdings)
        {
            json.WriteStartObject();
            json.WriteString("name", holding.Name);
            json.WriteString("path", holding.Path);
            json.WriteNumber("bytes", holding.Bytes);
            json.WriteString("smaller_with", holding.Smaller);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private string Fate(GcItem item) => item.Problem is not null ? "failed" : isDryRun ? "would go" : "removed";

    private static string Size(long bytes) => bytes == 0 ? "-" : ByteSize.Format(bytes);
}
