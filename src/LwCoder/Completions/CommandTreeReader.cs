using System.CommandLine;
using System.CommandLine.Completions;

namespace LwCoder.Completions;

/// <summary>Reads the tree off System.CommandLine, so that a new verb or flag completes without being told twice.</summary>
internal static class CommandTreeReader
{
    public static CommandNode Read(Command root) => Read(root, "", []);

    /// <param name="inherited">Options of the commands above that hold here too.</param>
    private static CommandNode Read(Command command, string path, IReadOnlyList<Option> inherited)
    {
        IReadOnlyList<Option> recursive = [.. inherited, .. command.Options.Where(option => option.Recursive)];
        var options = inherited.Concat(command.Options).Where(option => !option.Hidden);
        return new CommandNode(
            path,
            Names(command),
            Summary(command),
            [.. from child in command.Subcommands
                where !child.Hidden
                select Read(child, path.Length == 0 ? child.Name : $"{path} {child.Name}", recursive)],
            [.. options.Select(Read)],
            [.. from argument in command.Arguments
                where !argument.Hidden
                select new ArgumentNode(Values(argument), argument.Arity.MaximumNumberOfValues > 1)]);
    }

    private static OptionNode Read(Option option) => new(
        // `/h` and `/?` are for Windows, where they still work.
        [option.Name, .. option.Aliases.Where(alias => alias != option.Name && alias.StartsWith('-') && alias != "-?")],
        Summary(option),
        option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool) ? null : Values(option));

    private static string[] Names(Command command) =>
        [command.Name, .. command.Aliases.Where(alias => alias != command.Name)];

    private static ValueSource Values(Symbol symbol) => new(
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.InsertText ?? item.Label)],
        Completable.KindOf(symbol));

    /// <summary>The first sentence, without its full stop, as lists have it.</summary>
    private static string Summary(Symbol symbol)
    {
        var text = (symbol.Description ?? "").ReplaceLineEndings(" ");
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }
}
