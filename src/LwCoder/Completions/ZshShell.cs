namespace LwCoder.Completions;

internal sealed class ZshShell : IShell
{
    public string Name => "zsh";

    public ShellPlaces Places(UserFolders folders)
    {
        var script = folders.ScriptFile("lw_coder.zsh");
        return new(
            script,
            Path.Combine(folders.Zsh, ".zshrc"),
            $"[ -r {PosixQuote.Always(script)} ] && . {PosixQuote.Always(script)}",
            $"source {PosixQuote.IfNeeded(script)}");
    }

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.zsh", Tables(root));

    private static IEnumerable<string> Tables(CommandNode root) =>
    [
        "# What may follow a command: its own commands, its options, and those of them that take a value.",
        .. PosixCases.Function(
            "command",
            root.All.Select(node => (
                PosixQuote.Always(node.Path),
                $"commands=({Described(node.Commands.Select(command => (command.Name, command.Summary)))}) "
                + $"options=({Described(ScriptTemplate.OptionNames(node))}) "
                + $"valued=({string.Join(' ', ScriptTemplate.Valued(node))})"))),
        "",
        .. PosixCases.Shared(root),
    ];

    /// <summary>As `_describe` takes them: `name:description`.</summary>
    private static string Described(IEnumerable<(string Name, string Summary)> entries) =>
        string.Join(' ', entries.Select(entry => PosixQuote.Always($"{Escaped(entry.Name)}:{entry.Summary}")));

    private static string Escaped(string name) => name.Replace(":", "\\:", StringComparison.Ordinal);
}
