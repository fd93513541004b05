using System.CommandLine;
using LwCoder.Platform.Terminal;

namespace LwCoder;

/// <summary>What every command understands, before its name or after it.</summary>
internal sealed record GlobalFlags(Verbosity Verbosity, bool NoInput)
{
    private const string JsonName = "--json";

    private static readonly string[] Names = [JsonName, "-v", "-vv", "--verbose", "--debug", "--no-input"];

    public static GlobalFlags None { get; } = new(Verbosity.Normal, NoInput: false);

    /// <summary>These flags, and those of whoever runs this command as a part of another.</summary>
    public GlobalFlags AtLeast(GlobalFlags outer) => new(
        (Verbosity)Math.Max((int)Verbosity, (int)outer.Verbosity), NoInput || outer.NoInput);

    /// <returns>Reads them from what was parsed.</returns>
    public static Func<ParseResult, GlobalFlags> AddTo(RootCommand root)
    {
        var verbose = new Option<bool>("--verbose", "-v")
        {
            Description = "Say more on stderr; -vv also each program that is run.", Recursive = true,
        };
        var debug = new Option<bool>("--debug")
        {
            Description = "As -vv, with times, and the stack of every error.", Recursive = true,
        };
        var noInput = new Option<bool>("--no-input") { Description = "Never ask and never wait for a person.", Recursive = true };
        root.Add(verbose);
        root.Add(debug);
        root.Add(noInput);
        // Which commands have it, and what it prints, is theirs to say: see Arrange.
        root.Add(new Option<bool>(JsonName) { Description = "Print the answer as JSON on stdout." });
        return parsed => new GlobalFlags(
            parsed.GetValue(debug) ? Verbosity.Debug
                : (Verbosity)Math.Min(parsed.GetResult(verbose)?.IdentifierTokenCount ?? 0, (int)Verbosity.Processes),
            parsed.GetValue(noInput));
    }

    /// <summary>
    /// Moves a `--json` that stands before the command behind it, so that a command which has none refuses it instead of
    /// ignoring it.
    /// </summary>
    public static string[] Arrange(string[] arguments)
    {
        var before = arguments.TakeWhile(argument => Names.Contains(argument)).ToList();
        if (before.Count == arguments.Length || before.RemoveAll(argument => argument == JsonName) == 0)
        {
            return arguments;
        }
        var rest = arguments.SkipWhile(argument => Names.Contains(argument)).ToList();
        var end = rest.IndexOf("--");
        rest.Insert(end < 0 ? rest.Count : end, JsonName);
        return [.. before, .. rest];
    }
}
