using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Abandon;

/// <summary>`lw_coder abandon &lt;plan&gt;`: gives a plan up, and keeps everything so that it can be brought back.</summary>
internal static class AbandonCommand
{
    public static Command Create(Services services, Func<AbandonOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.AbandonHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = PlanArgument.Required();
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the plan.", HelpName = "text" };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        yes.Aliases.Add("-y");
        var json = new Option<bool>("--json") { Description = "Print what was done as one JSON object on stdout." };

        var command = new Command("abandon", "Give a plan up: its work is kept, its worktree and branch are removed.")
        {
            plan, reason, yes, json,
        };
        command.SetAction((parsed, cancel) => run(
            new AbandonOptions(
                parsed.GetRequiredValue(plan), parsed.GetValue(reason), parsed.GetValue(yes), parsed.GetValue(json)),
            cancel));
        return command;
    }
}
