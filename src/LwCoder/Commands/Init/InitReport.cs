using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Platform;


namespace LwCoder.Commands.Init;

/// <summary>What init did, file by file; folders whose files all went the same way are one line.</summary>
internal sealed class InitReport
{
    private const string Top = StateFolder.Name;

    private readonly List<Line> _lines = [];

    public enum Fate
    {
        Created,
        Kept,
        Renewed,
    }

    public IReadOnlyList<string> IgnoredEntries { get; set; } = [];

    public IReadOnlyList<OldPrompts.Move> Moved { get; set; } = [];

    /// <summary>The folder with copies of what was replaced, or null.</summary>
    public string? Saved { get; set; }

    public void Add(StockItem item, Fate fate) => _lines.Add(new Line(item.Path, fate, item.State));

    public void WriteTo(TextWriter output, TextWriter narration, bool json)
    {
        if (json)
        {
            WriteJsonTo(output);
            return;
        }
        WriteLinesTo(output);
        WriteNextStepsTo(narration);
    }

    private void WriteLinesTo(TextWriter output)
    {
        foreach (var move in Moved)
        {
            output.WriteLine($"moved   {move.From} to {move.To}");
        }
        foreach (var folder in _lines.GroupBy(line => line.Folder))
        {
            var alike = folder.Key != Top && folder.Select(line => (line.Fate, line.Remark).ToString()).Distinct().Count() == 1;
            if (alike && folder.Count() > 1)
            {
                output.WriteLine(
                    $"{Word(folder.First())} {folder.Key}/ ({folder.Count()} files{After(", ", folder.First().Remark)})");
                continue;
            }
            foreach (var line in folder)
            {
                output.WriteLine($"{Word(line)} {line.Path}{(line.Remark is { } remark ? $" ({remark})" : "")}");
            }
        }
        if (IgnoredEntries.Count > 0)
        {
            output.WriteLine($"updated .gitignore ({IgnoredEntries.Count} entries)");
        }
        if (Saved is not null)
        {
            output.WriteLine($"saved   {Saved}/ (what the renewed files were before)");
        }
    }

    private void WriteNextStepsTo(TextWriter narration)
    {
        if (_lines.Any(line => line is { Fate: Fate.Kept, State: StockState.Outdated }))
        {
            narration.WriteLine("this lw_coder has newer ones of the outdated files: 'lw_coder init --force' takes them");
        }
        if (IgnoredEntries.Count == 0 && Moved.Count == 0 && _lines.All(line => line.Fate == Fate.Kept))
        {
            narration.WriteLine("nothing to do: this repository has everything already");
            return;
        }
        narration.WriteLine("next: commit .lw_coder and .gitignore, write a plan to .lw_coder/tasks/<plan_id>.md,");
        narration.WriteLine("      then run: lw_coder code <plan_id>");
    }

    private void WriteJsonTo(TextWriter output) => JsonAnswer.Write(output, json =>
    {
        json.WriteStartArray("files");
        foreach (var line in _lines)
        {
            json.WriteStartObject();
            json.WriteString("path", line.Path);
            json.WriteString("done", line.Fate.ToString().ToLowerInvariant());
            json.WriteString("was", WasOf(line.State));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("moved");
        foreach (var move in Moved)
        {
            json.WriteStartObject();
            json.WriteString("from", move.From);
            json.WriteString("to", move.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteTexts("gitignore_added", IgnoredEntries);
        json.WriteString("saved", Saved);
    });

    private static string Word(Line line) => line.Fate switch
    {
        Fate.Created => "created",
        Fate.Renewed => "renewed",
        _ => "kept   ",
    };

    private static string After(string before, string? remark) => remark is null ? "" : before + remark;

    private static string WasOf(StockState state) => state switch
    {
        StockState.Missing => "missing",
        StockState.Current => "current",
        StockState.Outdated => "outdated",
        StockState.Customised => "customised",
        _ => "no_file",
    };

    private sealed record Line(string Path, Fate Fate, StockState State)
    {
        public string Folder => Path[..Path.LastIndexOf('/')];

        public string? Remark => State switch
        {
            StockState.Customised => "customised",
            StockState.Outdated => "outdated",
            StockState.NoFile => "not a file of its own",
            _ => null,
        };
    }
}
