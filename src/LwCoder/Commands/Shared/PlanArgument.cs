using System.CommandLine;
using LwCoder.Completions;

namespace LwCoder.Commands.Shared;

/// <summary>The plan a verb is about, as <see cref="Plans.PlanCatalog.Resolve"/> reads it.</summary>
internal static class PlanArgument
{
    private const string Name = "plan";
    private const string Description = "The plan: a file, a plan's id, or the name of a file in .lw_coder/tasks.";

    public static Argument<string> Required() =>
        new Argument<string>(Name) { Description = Description }.NoOption().Completes(CompletionKind.Plan);

    public static Argument<string?> Optional() =>
        new Argument<string?>(Name) { Description = Description, Arity = ArgumentArity.ZeroOrOne }
            .NoOption().Completes(CompletionKind.Plan);
}
