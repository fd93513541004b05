namespace LwCoder.Completions;

internal sealed class FishShell : IShell
{
    public string Name => "fish";

    /// <summary>fish looks there by itself.</summary>
    public ShellPlaces Places(UserFolders folders)
    {
        var script = Path.Combine(folders.Configuration, "fish", "completions", "lw_coder.fish");
        return new(script, StartFile: null, StartLine: null, "exec fish");
    }

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.fish", Tables(root));

    private static IEnumerable<string> Tables(CommandNode root) =>
    [
        .. Function("commands", root.All.Select(node => (
            node.Path, Print(node.Commands.Select(command => (command.Name, command.Summary)))))),
        "",
        .. Function("options", root.All.Select(node => (
            node.Path, Print(ScriptTemplate.OptionNames(node))))),
        "",
        "# The options that take a value.",
        .. Function("valued", root.All.Select(node => (
            node.Path, Print(ScriptTemplate.Valued(node).Select(name => (name, "")))))),
        "",
        "# Goes from one command to one of its own; fails for a word that is none.",
        .. Function("enter", ScriptTemplate.Entries(root).Select(entry => (entry.Written, $"echo {Quote(entry.Command.Path)}"))),
        "",
        "# The values of an option, or of an argument by its number.",
        .. Function("values", ScriptTemplate.ValueKeys(root).Select(key => (
            key.ToString(), string.Join("; ", Calls(key.Values))))),
    ];

    private static IEnumerable<string> Function(string name, IEnumerable<(string Pattern, string Action)> cases) =>
    [
        $"function __lw_coder_{name}",
        "    switch $argv[1]",
        .. from one in cases
           where one.Action.Length > 0
           from line in (string[])[$"        case {Quote(one.Pattern)}", $"            {one.Action}"]
           select line,
        "        case '*'",
        "            return 1",
        "    end",
        "end",
    ];

    private static string Print(IEnumerable<(string Name, string Summary)> entries)
    {
        var words = entries.Select(entry => Quote(entry.Summary.Length > 0 ? $"{entry.Name}\t{entry.Summary}" : entry.Name));
        var joined = string.Join(' ', words);
        return joined.Length > 0 ? $"__lw_coder_words {joined}" : "";
    }

    private static IEnumerable<string> Calls(ValueSource values)
    {
        if (values.Words.Count > 0)
        {
            yield return $"__lw_coder_words {string.Join(' ', values.Words.Select(Quote))}";
        }
        if (values.Kind is { } kind)
        {
            yield return $"{ScriptTemplate.FunctionOf(kind)} $argv[2]";
        }
    }

    private static string Quote(string word) => "'" + word
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
