namespace LwCoder.Commands.Init;

/// <summary>What init did, file by file; folders whose files all went the same way are one line.</summary>
internal sealed class InitReport
{
    private const string Top = ".lw_coder";

    private readonly List<(string Folder, string Path, bool Created)> _files = [];

    public IReadOnlyList<string> IgnoredEntries { get; set; } = [];

    public void Add(string path, bool created) => _files.Add((path[..path.LastIndexOf('/')], path, created));

    public void WriteTo(TextWriter output)
    {
        foreach (var folder in _files.GroupBy(file => file.Folder))
        {
            var alike = folder.Key != Top && folder.Select(file => file.Created).Distinct().Count() == 1;
            if (alike && folder.Count() > 1)
            {
                output.WriteLine($"{Fate(folder.First().Created)} {folder.Key}/ ({folder.Count()} files)");
                continue;
            }
            foreach (var (_, path, created) in folder)
            {
                output.WriteLine($"{Fate(created)} {path}");
            }
        }
        if (IgnoredEntries.Count > 0)
        {
            output.WriteLine($"updated .gitignore ({IgnoredEntries.Count} entries)");
        }
    }

    public void WriteNextStepsTo(TextWriter narration)
    {
        if (IgnoredEntries.Count == 0 && _files.All(file => !file.Created))
        {
            narration.WriteLine("nothing to do: this repository has everything already");
            return;
        }
        narration.WriteLine("next: commit .lw_coder and .gitignore, write a plan to .lw_coder/tasks/<plan_id>.md,");
        narration.WriteLine("      then run: lw_coder code <plan_id>");
    }

    private static string Fate(bool created) => created ? "created" : "kept   ";
}
