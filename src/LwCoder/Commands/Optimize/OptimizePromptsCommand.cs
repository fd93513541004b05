using System.CommandLine;
using LwCoder.Agents.Mini;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Sessions;

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
        var plans = SessionFlags.Choice("--plans", "The plans to replay, divided by commas; by default all past plans.", "plans");
        var tool = SessionFlags.Choice(
            "--tool", "The agent whose active prompts are made better, and that replays (mini).", "tool",
            () => CodeSettings.Tool);
        var model = SessionFlags.Choice("--model", "The agent's model.", "model");
        model.CompletionSources.Add("sonnet", "opus", "haiku");
        var sandbox = SessionFlags.Choice(
            "--sandbox", "Where agents and tests run: docker or host.", "sandbox", () => CodeSettings.Sandbox);
        var jobs = NumberOption.Create("--jobs", "How many replays run side by side.", 2, 1, 64);
        var limit = new Option<TimeSpan>("--replay-timeout")
        {
            Description = "End a replay that takes longer, tests and judges included (3h).", HelpName = "duration",
            DefaultValueFactory = _ => TimeSpan.FromHours(3),
            CustomParser = text =>
            {
                if (Duration.TryParse(text.Tokens[^1].Value) is { } duration)
                {
                    return duration;
                }
                text.AddError("--replay-timeout takes a duration, such as 90m.");
                return default;
            },
        };
        var trust =
            new Option<bool>("--trust") { Description = "Trust the commands that this repository's configuration names." };
        var flags = new OptimizeFlags(UsualReplays, "replays, those of the comparison included");
        var command = new Command(
            "prompts", "An agent's active prompts, measured by replays of past plans; the result is a candidate.")
        {
            components, plans, tool, model, sandbox, jobs, limit, trust,
        };
        flags.AddTo(command, hasDemos: false);
        command.SetAction((parsed, cancel) => run(
            new OptimizePromptsOptions(
                flags.Read(parsed, OptimizeTarget.Prompts), flags.IsMaxCostGiven(parsed), Divided(parsed.GetValue(components)),
                Divided(parsed.GetValue(plans)), parsed.GetValue(jobs), parsed.GetValue(limit),
                new SessionChoices
                {
                    Tool = parsed.GetValue(tool) ?? MiniAgent.Name, Model = parsed.GetValue(model),
                    Sandbox = parsed.GetValue(sandbox), Headless = true, NoHooks = true, Trust = parsed.GetValue(trust),
                }),
            cancel));
        return command;
    }

    private static string[]? Divided(string? names) =>
        names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
