using System.CommandLine;
using System.CommandLine.Parsing;

namespace LwCoder.Commands.Shared;

/// <summary>Rules that read the values of several flags.</summary>
internal static class Validation
{
    /// <summary>
    /// Adds a rule that is only asked once every option has a value. The parser asks rules of a command before those of its
    /// options, and to read an option whose value was left away throws; it says that itself afterwards.
    /// </summary>
    public static void Require(this Command command, Action<CommandResult> rule) => command.Validators.Add(result =>
    {
        if (!result.Children.OfType<OptionResult>().Any(IsCutShort))
        {
            rule(result);
        }
    });

    private static bool IsCutShort(OptionResult option) =>
        !option.Implicit && option.Tokens.Count < option.Option.Arity.MinimumNumberOfValues;
}
