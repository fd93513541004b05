namespace LwCoder.Completions;

internal sealed class PowerShellShell : IShell
{
    public string Name => "powershell";

    /// <summary>The profile of all hosts of PowerShell 7.</summary>
    public ShellPlaces Places(UserFolders folders)
    {
        var script = folders.ScriptFile("lw_coder.ps1");
        var profiles = OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.MyDocuments), "PowerShell")
            : Path.Combine(folders.Configuration, "powershell");
        return new(
            script,
            Path.Combine(profiles, "profile.ps1"),
            $"if (Test-Path -LiteralPath {Quote(script)}) {{ . {Quote(script)} }}",
            $". {Quote(script)}");
    }

    public string Script(CommandNode root) => ScriptTemplate.Fill("lw_coder.ps1", Tables(root));

    private static IEnumerable<string> Tables(CommandNode root) =>
    [
        "    # What may follow a command: its own commands, its options, and those of them that take a value.",
        "    $nodes = @{",
        .. root.All.Select(node =>
            $"        {Quote(node.Path)} = @{{ "
            + $"Commands = {Described(node.Commands.Select(command => (command.Name, command.Summary)))}; "
            + $"Options = {Described(ScriptTemplate.OptionNames(node))}; "
            + $"Valued = {List(ScriptTemplate.Valued(node))} }}"),
        "    }",
        "",
        "    # From one command to one of its own.",
        "    $enter = @{",
        .. ScriptTemplate.Entries(root).Select(entry => $"        {Quote(entry.Written)} = {Quote(entry.Command.Path)}"),
        "    }",
        "",
        "    # The values of an option, or of an argument by its number.",
        "    $values = @{",
        .. ScriptTemplate.ValueKeys(root).Select(key =>
            $"        {Quote(key.ToString())} = @{{ Words = {List(key.Values.Words)}; Kind = {Quote($"{key.Values.Kind}")} }}"),
        "    }",
    ];

    /// <summary>Its tables know no case, and refuse a name that comes twice: of `-v` and `-V` the first is offered.</summary>
    private static string Described(IEnumerable<(string Name, string Summary)> entries) =>
        "[ordered]@{ "
            + string.Join("; ", entries.DistinctBy(entry => entry.Name.ToLowerInvariant())
                .Select(entry => $"{Quote(entry.Name)} = {Quote(entry.Summary)}"))
            + " }";

    private static string List(IEnumerable<string> words) => $"@({string.Join(", ", words.Select(Quote))})";

    /// <summary>PowerShell takes typographic quotes for plain ones.</summary>
    private static string Quote(string word) =>
        $"'{string.Concat(word.Select(character => IsQuote(character) ? $"{character}{character}" : $"{character}"))}'";

    private static bool IsQuote(char character) => character is '\'' or (>= '\u2018' and <= '\u201B');
}
