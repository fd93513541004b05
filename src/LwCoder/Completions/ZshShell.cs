namespace LwCoder.Completions;

internal sealed class ZshShell : IShell
{
    public string Name => "zsh";

    public ShellPlaces Places(UserFolders folders) =>
        ShellPlaces.Sourced(folders.ScriptFile("lw_coder.zsh"), Path.Combine(folders.Zsh, ".zshrc"));

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.zsh", PosixCases.Tables(root, node =>
        $"commands=({Described(node.Commands.Select(command => (command.Name, command.Summary)))}) "
        + $"options=({Described(ScriptTemplate.OptionNames(node))}) "
        + $"valued=({string.Join(' ', ScriptTemplate.Valued(node))})"));

    /// <summary>As `_describe` takes them: `name:description`.</summary>
    private static string Described(IEnumerable<(string Name, string Summary)> entries) =>
        string.Join(' ', entries.Select(entry => PosixQuote.Always($"{Escaped(entry.Name)}:{entry.Summary}")));

    private static string Escaped(string name) => name.Replace(":", "\\:", StringComparison.Ordinal);
}
