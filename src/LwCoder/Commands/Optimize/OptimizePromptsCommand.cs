using System.CommandLine;
using LwCoder.Agents.Mini;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Optimize;

/// <summary>`lw_coder optimize prompts`: an agent's prompts, measured by replays of past plans.</summary>
internal static class OptimizePromptsCommand
{
    private const int UsualReplays = 60;

    public static Command Create(Func<OptimizePromptsOptions, CancellationToken, Task<int>> run)
    {
        var components = SessionFlags.Choice(
            "--component", "The prompts to make better, by file name, divided by commas; all by default.", "prompts");
        components.CompletionSources.Add("main", "code-review-auditor", "plan-alignment-checker");
        var replays = new ReplayFlags(
            "The agent whose active prompts are made better, and that replays (mini).", "The agent's model.");
        var flags = new OptimizeFlags(UsualReplays, "replays, those of the comparison included");
        var command = new Command(
            "prompts", "An agent's active prompts, measured by replays of past plans; the result is a candidate.")
        {
            components, replays.Plans, replays.Tool, replays.Model, replays.Sandbox, replays.Jobs, replays.Limit, replays.Trust,
        };
        flags.AddTo(command, hasDemos: false);
        command.SetAction((parsed, cancel) => run(
            new OptimizePromptsOptions(
                flags.Read(parsed, OptimizeTarget.Prompts), flags.IsMaxCostGiven(parsed),
                ReplayFlags.Divided(parsed.GetValue(components)), replays.PlansIn(parsed), parsed.GetValue(replays.Jobs),
                parsed.GetValue(replays.Limit), replays.ChoicesIn(parsed, MiniAgent.Name)),
            cancel));
        return command;
    }
}
