namespace LwCoder.Completions;

internal sealed class BashShell : IShell
{
    public string Name => "bash";

    /// <summary>A login shell, which every terminal of macOS starts, reads another file.</summary>
    public ShellPlaces Places(UserFolders folders)
    {
        var script = folders.ScriptFile("lw_coder.bash");
        return new(
            script,
            Path.Combine(folders.Home, OperatingSystem.IsMacOS() ? ".bash_profile" : ".bashrc"),
            $"[ -r {PosixQuote.Always(script)} ] && . {PosixQuote.Always(script)}",
            $"source {PosixQuote.IfNeeded(script)}");
    }

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.bash", Tables(root));

    private static IEnumerable<string> Tables(CommandNode root) =>
    [
        "# What may follow a command: its own commands, its options, and those of them that take a value.",
        .. PosixCases.Function(
            "command",
            root.All.Select(node => (
                PosixQuote.Always(node.Path),
                $"commands={Words(node.Commands.Select(command => command.Name))} "
                + $"options={Words(node.Options.SelectMany(option => option.Names))} "
                + $"valued={Words(ScriptTemplate.Valued(node))}"))),
        "",
        .. PosixCases.Shared(root),
    ];

    private static string Words(IEnumerable<string> words) => PosixQuote.Always(string.Join(' ', words));
}
