namespace LwCoder.Completions;

internal sealed class BashShell : IShell
{
    public string Name => "bash";

    /// <summary>A login shell, which every terminal of macOS starts, reads another file.</summary>
    public ShellPlaces Places(UserFolders folders) => ShellPlaces.Sourced(
        folders.ScriptFile("lw_coder.bash"),
        Path.Combine(folders.Home, OperatingSystem.IsMacOS() ? ".bash_profile" : ".bashrc"));

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.bash", PosixCases.Tables(root, node =>
        $"commands={Words(node.Commands.Select(command => command.Name))} "
        + $"options={Words(node.Options.SelectMany(option => option.Names))} "
        + $"valued={Words(ScriptTemplate.Valued(node))}"));

    private static string Words(IEnumerable<string> words) => PosixQuote.Always(string.Join(' ', words));
}
