using LwCoder.Platform.Files;

namespace LwCoder.Completions;

/// <summary>The parts of a script that are the same for every command line are real files, with one place for the rest.</summary>
internal static class ScriptTemplate
{
    private const string Place = "#@tables@";

    public static string Fill(string file, IEnumerable<string> tables) =>
        EmbeddedFiles.Read($"Completions/{file}").Replace(Place, string.Join('\n', tables), StringComparison.Ordinal);

    /// <summary>The function of every script that finds what a kind names.</summary>
    public static string FunctionOf(CompletionKind kind) => $"__lw_coder_{kind.ToString().ToLowerInvariant()}s";

    /// <summary>All that can be asked for values, a command's options before its arguments.</summary>
    public static IEnumerable<ValueKey> ValueKeys(CommandNode root)
    {
        foreach (var node in root.All)
        {
            foreach (var option in node.Options.Where(option => option.Values is { IsEmpty: false }))
            {
                foreach (var name in option.Names)
                {
                    yield return new(node.Path, name, option.Values!);
                }
            }
            for (var index = 0; index < node.Arguments.Count; index++)
            {
                if (node.Arguments[index] is { Values: { IsEmpty: false } values, IsLast: var isLast })
                {
                    yield return new(node.Path, isLast ? ValueKey.AndAllThatFollow : $"{index + 1}", values);
                }
            }
        }
    }

    /// <summary>Every way to write a command after those that lead to it: `runs ls` is `runs list`.</summary>
    public static IEnumerable<(string Written, CommandNode Command)> Entries(CommandNode root) =>
        from node in root.All
        from command in node.Commands
        from name in command.Names
        select ($"{node.Path} {name}", command);

    /// <summary>Every name of every option of a node, each with the option's summary.</summary>
    public static IEnumerable<(string Name, string Summary)> OptionNames(CommandNode node) =>
        node.Options.SelectMany(option => option.Names, (option, name) => (name, option.Summary));

    /// <summary>The names of a node's options that take a value.</summary>
    public static IEnumerable<string> Valued(CommandNode node) =>
        node.Options.Where(option => option.Values is not null).SelectMany(option => option.Names);
}

/// <param name="Of">An option's name, an argument's number, or <see cref="AndAllThatFollow"/>.</param>
internal sealed record ValueKey(string Path, string Of, ValueSource Values)
{
    public const string AndAllThatFollow = "*";

    public override string ToString() => $"{Path}:{Of}";
}
