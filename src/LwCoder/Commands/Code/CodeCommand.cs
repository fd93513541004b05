using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;

namespace LwCoder.Commands.Code;

/// <summary>`lw_coder code &lt;plan&gt;`: has a coding agent carry out a plan in a worktree of its own.</summary>
internal static class CodeCommand
{
    public static Command Create(Services services, Func<CodeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.CodeHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = PlanArgument.Optional();
        var text = SessionFlags.Choice("--text", "Write this down as a plan 'quick-fix-…' and carry that out.", "text");
        var flags = new SessionFlags();
        var prompts = SessionFlags.Choice(
            "--prompts", "The prompts: generated for this plan by a model, or active.", "which", () => CodeSettings.Prompts);
        var recover = SessionFlags.Choice(
            "--recover", "How often to go on, told what went wrong, after a session that went wrong (1).", "count");
        var rebase = new Option<bool>("--rebase-plan") { Description = "Move the plan's git_sha to HEAD first." };
        var json = new Option<bool>("--json") { Description = "Print the finished run as one JSON object on stdout." };

        var command = new Command("code", "Have an agent carry out a plan in a worktree of its own.")
        {
            plan, text, prompts, recover,
        };
        flags.AddTo(command);
        command.Add(rebase);
        command.Add(json);
        command.Require(result =>
        {
            switch (result.GetValue(plan), result.GetValue(text))
            {
                case (null, null):
                    result.AddError("Name a plan, or say with --text what is to be done.");
                    break;
                case ({ }, { }):
                    result.AddError("Name a plan or give --text, not both.");
                    break;
                case (_, { } blank) when string.IsNullOrWhiteSpace(blank):
                    result.AddError("--text is blank.");
                    break;
                default:
                    break;
            }
        });
        command.SetAction((parsed, cancel) => run(
            new CodeOptions(parsed.GetValue(plan))
            {
                Text = parsed.GetValue(text),
                Session = flags.Read(parsed) with { Prompts = parsed.GetValue(prompts), Recover = parsed.GetValue(recover) },
                RebasePlan = parsed.GetValue(rebase),
                Json = parsed.GetValue(json),
            },
            cancel));
        return command;
    }
}
