using System.CommandLine;
using System.CommandLine.Completions;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Evaluation.Feedback;
using LwCoder.Sessions;

namespace LwCoder.Commands.Eval;

/// <summary>`lw_coder eval &lt;plan&gt;`: gathers the evidence about a plan's change, and exports it to learn from.</summary>
internal static class EvalCommand
{
    public static Command Create(Services services, Func<EvalOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.EvalHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = PlanArgument.Optional();
        var all = new Option<bool>("--all") { Description = "Evaluate every implemented plan." };
        var feedback =
            SessionFlags.Choice("--feedback", "What you think of the change: the words, or a file with them.", "text|file");
        var verdict = SessionFlags.Choice("--verdict", "Your verdict: accept or reject.", "verdict");
        verdict.CompletionSources.Add("accept", "reject");
        var talk = new Option<bool>("--talk")
        {
            Description = "Talk about the change with an agent that knows the evidence and writes down what you think.",
        };
        var judging = new JudgeFlags();
        var requireTests = new Option<bool>("--require-tests")
        {
            Description = "End with code 3 when the change breaks a test, or takes one out of the count.",
        };
        var tool = SessionFlags.Choice(
            "--tool", "Whose image the tests run in: droid, claude-code or mini.", "tool", () => CodeSettings.Tool);
        var sandbox = SessionFlags.Choice(
            "--sandbox", "Where the tests run: docker or host.", "sandbox", () => CodeSettings.Sandbox);
        var headless = new Option<bool>("--headless") { Description = "Do not open an editor, even in a terminal." };
        var trust =
            new Option<bool>("--trust") { Description = "Trust the commands that this repository's configuration names." };
        var noHooks = new Option<bool>("--no-hooks") { Description = "Run none of your hooks." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("eval", "Judge a plan's change, run the tests before and after it, and export a sample.")
        {
            plan, all, feedback, verdict, talk,
        };
        judging.AddTo(command);
        foreach (var flag in new Option[] { requireTests, tool, sandbox, headless, trust, noHooks, json })
        {
            command.Add(flag);
        }
        command.Require(result =>
        {
            if (result.GetValue(all) == result.GetValue(plan) is not null)
            {
                result.AddError("Name one plan, or give --all.");
            }
            else if (result.GetValue(all) && (result.GetValue(feedback) ?? result.GetValue(verdict)) is not null)
            {
                result.AddError("--feedback and --verdict are about one plan, not --all.");
            }
            else if (result.GetValue(talk) && (result.GetValue(all) || result.GetValue(feedback) is not null))
            {
                result.AddError("--talk is about one plan, and in place of --feedback.");
            }
            else if (result.GetValue(verdict) is { } word && HumanFeedbackFile.VerdictOf(word) is null)
            {
                result.AddError("--verdict takes accept or reject.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new EvalOptions(
                parsed.GetValue(plan), parsed.GetValue(all), parsed.GetValue(feedback),
                parsed.GetValue(verdict) is { } word ? HumanFeedbackFile.VerdictOf(word) : null,
                parsed.GetValue(talk),
                judging.Model(parsed), judging.Repeat(parsed), judging.Force(parsed), judging.Threshold(parsed),
                parsed.GetValue(requireTests),
                new SessionChoices
                {
                    Tool = parsed.GetValue(tool), Sandbox = parsed.GetValue(sandbox), Headless = parsed.GetValue(headless),
                    Trust = parsed.GetValue(trust), NoHooks = parsed.GetValue(noHooks),
                },
                parsed.GetValue(json)),
            cancel));
        return command;
    }
}
