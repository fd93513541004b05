using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.RecoverPlan;

/// <summary>`lw_coder recover-plan [&lt;plan_id&gt;]`: lists what is kept, or brings a plan and its work back.</summary>
internal static class RecoverPlanCommand
{
    public static Command Create(Services services, Func<RecoverPlanOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.RecoverPlanHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = new Argument<string?>("plan_id")
        {
            Description = "The plan to bring back. Without it, what is kept is listed.", Arity = ArgumentArity.ZeroOrOne,
        }.NoOption().Completes(CompletionKind.Backup);
        var force = new Option<bool>("--force")
        {
            Description = "Replace the plan's file when its text is another one; that text becomes a backup.",
        };
        var planOnly = new Option<bool>("--plan-only") { Description = "Leave the work of an abandoned plan where it is kept." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("recover-plan", "List the plans that are kept, or bring one back with its work.")
        {
            plan, force, planOnly, json,
        };
        command.SetAction((parsed, cancel) => run(
            new RecoverPlanOptions(
                parsed.GetValue(plan), parsed.GetValue(force), parsed.GetValue(planOnly), parsed.GetValue(json)),
            cancel));
        return command;
    }
}
