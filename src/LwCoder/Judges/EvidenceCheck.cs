using LwCoder.Git;

namespace LwCoder.Judges;

/// <summary>Looks cited lines up: in the change, then in the base commit. Safe to use from several judges at once.</summary>
internal sealed class EvidenceCheck
{
    private readonly Dictionary<string, ChangedFile> _changed = new(StringComparer.Ordinal);
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, int>>> _countLines;

    /// <param name="countLines">How many lines files have at the base commit; what is no file there is left out.</param>
    public EvidenceCheck(
        IReadOnlyList<FilePatch> change,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, int>>> countLines)
    {
        _countLines = countLines;
        foreach (var file in change)
        {
            var changed = ChangedFile.Of(file);
            _changed[file.Path] = changed;
            if (file.OriginalPath is { } original)
            {
                _changed.TryAdd(original, changed);
            }
        }
    }

    public async Task<IReadOnlyList<CriterionVerdict>> CheckAsync(
        IReadOnlyList<JudgeCriterion> criteria, CancellationToken cancel)
    {
        var cited = criteria.SelectMany(criterion => criterion.Evidence).Select(citation => PathOf(citation.File));
        var bases = cited.Select(path => _changed.TryGetValue(path, out var file) ? file.BasePath : path).Distinct().ToList();
        var lines = bases.Count == 0 ? new Dictionary<string, int>() : await _countLines(bases, cancel);
        return [.. criteria.Select(criterion => new CriterionVerdict(
            criterion.Criterion, criterion.Verdict, criterion.Reason,
            [.. criterion.Evidence.Select(citation => Locate(PathOf(citation.File), citation.Line, lines))]))];
    }

    private Evidence Locate(string path, int? line, IReadOnlyDictionary<string, int> baseLines)
    {
        if (!_changed.TryGetValue(path, out var file))
        {
            return new Evidence(path, line, baseLines.TryGetValue(path, out var count) && IsWithin(line, count)
                ? EvidencePlace.Repository
                : EvidencePlace.Missing);
        }
        var lines = baseLines.GetValueOrDefault(file.BasePath);
        return new Evidence(path, line, line is null || file.Shown.Contains(line.Value)
            ? EvidencePlace.Change
            : IsWithin(line, Math.Max(lines, lines + file.Growth)) ? EvidencePlace.Repository : EvidencePlace.Missing);
    }

    /// <summary>As the change names it, also where the judge copied more of a patch than the name.</summary>
    private string PathOf(string cited)
    {
        var path = cited.Trim().Trim('"', '`').Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return !_changed.ContainsKey(path) && path is ['a' or 'b', '/', ..] && _changed.ContainsKey(path[2..])
            ? path[2..]
            : path;
    }

    private static bool IsWithin(int? line, int count) => line is null || (line >= 1 && line <= count);

    /// <param name="Shown">Numbers of the lines in the patch: new ones, and the old ones of removed lines.</param>
    /// <param name="Growth">How many lines longer the file is now.</param>
    private sealed record ChangedFile(string BasePath, IReadOnlySet<int> Shown, int Growth)
    {
        public static ChangedFile Of(FilePatch file) => new(
            file.OriginalPath ?? file.Path,
            file.Hunks.SelectMany(hunk => hunk.Numbered()).Select(line => line.Number).ToHashSet(),
            file.Insertions - file.Deletions);
    }
}
