namespace LwCoder.Agents.Tools.Shell;

/// <summary>
/// What a shell command is for. One that runs tests is a test; one that does nothing but look is a read or a search, as agents
/// without tools for that (codex, mini) look at everything through their shell.
/// </summary>
internal static class ShellKind
{
    private static readonly string[] Readers =
        ["cat", "head", "tail", "less", "more", "nl", "bat", "sed", "awk", "wc", "xxd", "jq"];
    private static readonly string[] Searchers =
        ["grep", "egrep", "fgrep", "rg", "ag", "find", "fd", "fdfind", "ls", "tree", "git"];

    /// <summary>What may stand beside those without changing what they are for.</summary>
    private static readonly string[] Fillers =
        ["cd", "echo", "printf", "true", "sort", "uniq", "cut", "tr", "column", "pwd", "set"];

    public static ToolKind Of(ShellScript script)
    {
        var (reads, searches, others) = (false, false, false);
        foreach (var step in script.Steps)
        {
            if (Gate.Of(step) is { IsTest: true })
            {
                return ToolKind.Test;
            }
            var isSearch = IsSearch(step);
            searches |= isSearch;
            reads |= !isSearch && IsRead(step);
            others |= !isSearch && !IsRead(step) && !Fillers.Contains(step.Program);
        }
        return others || script.WritesFile ? ToolKind.Shell
            : searches ? ToolKind.Search
            : reads ? ToolKind.Read
            : ToolKind.Shell;
    }

    private static bool IsRead(ShellStep step) => Readers.Contains(step.Program)
        && !step.Words.Any(word => step.Program == "sed" && (word == "--in-place" || IsShortFlag(word, 'i')));

    private static bool IsSearch(ShellStep step) => Searchers.Contains(step.Program) && step.Program switch
    {
        "git" => step.Words is [_, "grep" or "ls-files" or "ls-tree", ..],
        "find" => !step.Words.Any(word => word is "-delete" or "-exec" or "-execdir" or "-ok" or "-okdir" or "-fprint"),
        _ => true,
    };

    private static bool IsShortFlag(string word, char flag) =>
        word is ['-', not '-', ..] && word.Contains(flag, StringComparison.Ordinal);
}
