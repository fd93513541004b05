namespace LwCoder.Completions;

/// <summary>The tables of a script as functions with one `case`, which bash and zsh read alike.</summary>
internal static class PosixCases
{
    /// <param name="follows">What may follow a command, as the assignments its shell wants.</param>
    public static IEnumerable<string> Tables(CommandNode root, Func<CommandNode, string> follows) =>
    [
        "# What may follow a command: its own commands, its options, and those of them that take a value.",
        .. Function("command", root.All.Select(node => (PosixQuote.Always(node.Path), follows(node)))),
        "",
        "# Goes from one command to one of its own; fails for a word that is none.",
        .. Function(
            "enter",
            ScriptTemplate.Entries(root).Select(entry =>
                (PosixQuote.Always(entry.Written), $"where={PosixQuote.Always(entry.Command.Path)}"))),
        "",
        "# The values of an option, or of an argument by its number.",
        .. Function(
            "values",
            ScriptTemplate.ValueKeys(root).Select(key => (Pattern(key), string.Join("; ", Calls(key.Values))))),
    ];

    private static IEnumerable<string> Function(string name, IEnumerable<(string Pattern, string Action)> cases) =>
    [
        $"__lw_coder_{name}() {{",
        "    case $1 in",
        .. cases.Select(one => $"        {one.Pattern}) {one.Action} ;;"),
        "        *) return 1 ;;",
        "    esac",
        "}",
    ];

    private static string Pattern(ValueKey key) => key.Of == ValueKey.AndAllThatFollow
        ? $"{PosixQuote.Always($"{key.Path}:")}[0-9]*"
        : PosixQuote.Always(key.ToString());

    private static IEnumerable<string> Calls(ValueSource values)
    {
        if (values.Words.Count > 0)
        {
            yield return $"__lw_coder_words {string.Join(' ', values.Words.Select(PosixQuote.IfNeeded))}";
        }
        if (values.Kind is { } kind)
        {
            yield return ScriptTemplate.FunctionOf(kind);
        }
    }
}
