using System.CommandLine;
using LwCoder.Completions;

namespace LwCoder.Commands.Shared;

/// <summary>The argument that names a run.</summary>
internal static class RunArgument
{
    public static Argument<string?> Optional(string name = "run", string? more = null) => new Argument<string?>(name)
    {
        Description = "A run as 'runs list' prints it, the unique beginning of one, or a plan's id for its newest run. "
            + (more is null ? "" : more + " ") + "Without it, the newest run.",
        Arity = ArgumentArity.ZeroOrOne,
    }.NoOption().Completes(CompletionKind.Run);
}
