using System.Globalization;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent changes far more than one task takes.</summary>
internal static class ScopeCreep
{
    private const int Many = 15;
    private const int Several = 8;

    /// <param name="changed">
    /// The files that differ, whatever changed them. Those that no edit names count as edits, as shells and scripts change files
    /// too. Where nothing is known of files, calls of a shell that say that they write are counted instead.
    /// </param>
    public static Finding? Find(SessionParts session, IReadOnlyList<string> changed)
    {
        var edits = session.Tools.Where(part => part.IsEdit).ToList();
        var targets = edits.Select(part => part.Use!.Target).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var others = changed.Where(file => !targets.Any(target => IsIn(file, target))).ToList();
        var shell = changed.Count > 0 ? [] : session.Tools.Where(part => !part.IsError && ShellEdits.IsIn(part.Use)).ToList();
        var count = edits.Count + others.Count + shell.Count;
        if (count <= Several)
        {
            return null;
        }
        var files = targets.Count + others.Count;
        List<Evidence> evidence = [];
        if (edits.Count > 0)
        {
            evidence.Add(Evidence.Of("edits", edits));
        }
        if (shell.Count > 0)
        {
            evidence.Add(Evidence.Of("shell commands that write", shell));
        }
        if (others.Count > 0)
        {
            var calls = session.Tools.Where(part => !part.IsRead && !part.IsEdit).ToList();
            evidence.Add(Evidence.Of("files changed by something else than an edit", calls, string.Join(", ", others)) with
            {
                Count = others.Count,
            });
        }
        return new Finding(
            FailureCategory.ScopeCreep,
            count > Many ? 0.75 : 0.50,
            string.Create(CultureInfo.InvariantCulture, $"{count} edits{(files > 1 ? $" in {files} files" : "")}"),
            SuggestedActions.For(FailureCategory.ScopeCreep),
            evidence);
    }

    /// <summary>An agent names a file as it sees it: from the worktree's root, or with the path of that inside.</summary>
    private static bool IsIn(string file, string target) =>
        target.Replace('\\', '/') is var named
        && (named == file || named == $"./{file}" || named.EndsWith($"/{file}", StringComparison.Ordinal));
}
