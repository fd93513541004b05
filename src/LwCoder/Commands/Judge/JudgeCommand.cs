using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Judge;

/// <summary>`lw_coder judge &lt;plan&gt;`: has every judge of the repository look at a plan's change.</summary>
internal static class JudgeCommand
{
    private const int MostRepetitions = 20;

    public static Command Create(Services services, Func<JudgeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.JudgeHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = new Argument<string>("plan")
        {
            Description = "The plan: a file, a plan's id, or the name of a file in .lw_coder/tasks.",
        }.NoOption().Completes(CompletionKind.Plan);
        var model = new Option<string?>("--judge-model")
        {
            Description = "The model to ask in place of each judge's own.", HelpName = "model",
        };
        model.CompletionSources.Add("sonnet", "opus", "haiku");
        var repeat = new Option<int?>("--repeat")
        {
            Description = "How often each judge judges, to see how much its score varies.", HelpName = "times",
            CustomParser = text =>
                (int?)Read(text, NumberStyles.None, least: 1, MostRepetitions, "--repeat takes a whole number"),
        };
        var force = new Option<bool>("--force") { Description = "Ask anew, although the answers are known." };
        var threshold = new Option<double?>("--threshold")
        {
            Description = "End with code 3 when the weighted score is below this, or a judge failed.", HelpName = "score",
            CustomParser = text => Read(text, NumberStyles.AllowDecimalPoint, least: 0, most: 1, "--threshold takes a number"),
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("judge", "Have the repository's judges score a plan's change.")
        {
            plan, model, repeat, force, threshold, json,
        };
        command.SetAction((parsed, cancel) => run(
            new JudgeOptions(
                parsed.GetRequiredValue(plan), parsed.GetValue(model), parsed.GetValue(repeat) ?? 1, parsed.GetValue(force),
                parsed.GetValue(threshold), parsed.GetValue(json)),
            cancel));
        return command;
    }

    private static double? Read(ArgumentResult text, NumberStyles style, double least, double most, string rule)
    {
        if (double.TryParse(text.Tokens[^1].Value, style, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }
        text.AddError(string.Create(CultureInfo.InvariantCulture, $"{rule} from {least} to {most}."));
        return null;
    }
}
