using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Finalize;

/// <summary>`lw_coder finalize &lt;plan&gt;`: brings finished work onto the branch it started from, and tidies up.</summary>
internal static class FinalizeCommand
{
    public static Command Create(Services services, Func<FinalizeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.FinalizeHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = PlanArgument.Required();
        var merge = new Option<string?>("--merge")
        {
            Description = "How the work comes onto its branch: rebase, squash, merge or ff.", HelpName = "way",
        };
        merge.CompletionSources.Add("rebase", "squash", "merge", "ff");
        var into = new Option<string?>("--into")
        {
            Description = "The branch, instead of the one you were on when the work began.", HelpName = "branch",
        };
        var message = new Option<string?>("--message")
        {
            Description = "The message of the commit that is made, instead of one from the plan.", HelpName = "text",
        };
        message.Aliases.Add("-m");
        var noChecks = new Option<bool>("--no-checks") { Description = "Do not run the checks of [finalize]." };
        var trust = new Option<bool>("--trust") { Description = "Trust the checks that this repository's configuration names." };
        var json = new Option<bool>("--json") { Description = "Print what was done as one JSON object on stdout." };

        var command = new Command("finalize", "Bring finished work onto its branch; remove its worktree and branch.")
        {
            plan, merge, into, message, noChecks, trust, json,
        };
        command.SetAction((parsed, cancel) => run(
            new FinalizeOptions(parsed.GetRequiredValue(plan))
            {
                Merge = parsed.GetValue(merge),
                Into = parsed.GetValue(into),
                Message = parsed.GetValue(message),
                NoChecks = parsed.GetValue(noChecks),
                Trust = parsed.GetValue(trust),
                Json = parsed.GetValue(json),
            },
            cancel));
        return command;
    }
}
