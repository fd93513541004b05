using System.CommandLine;
using System.CommandLine.Completions;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Training.Reading;

namespace LwCoder.Commands.Train;

/// <summary>`lw_coder train`: has a model write better prompts from what was learnt of runs.</summary>
internal static class TrainCommand
{
    private static readonly string[] Models = ["sonnet", "opus", "haiku"];

    public static Command Create(Services services, Func<TrainOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.TrainHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var variant = new Argument<string?>("variant")
        {
            Description = "The prompt set: sonnet, opus, haiku or default; by default the model's, or sonnet.",
            Arity = ArgumentArity.ZeroOrOne,
        }.NoOption();
        variant.CompletionSources.Add([.. Models, "default"]);
        var batch = NumberOption.Create("--batch-size", "How many samples are looked at together, 1 to 10.", 3, 1, 10);
        var subagents = NumberOption.Create("--max-subagents", "How many subagents the new prompts may have, 1 to 10.", 5, 1, 10);
        var model = SessionFlags.Choice("--model", "The model that writes; sonnet by default.", "model");
        model.CompletionSources.Add(Models);
        var tool = SessionFlags.Choice(
            "--tool", "Whose prompts: claude-code (the default), droid or mini.", "tool", () => CodeSettings.Tool);
        var select = SessionFlags.Choice(
            "--select", "Which samples: recent (the default), worst, diverse or all.", "samples");
        select.CompletionSources.Add("recent", "worst", "diverse", "all");
        var seed = NumberOption.Create(
            "--seed", "Another number is another try, and another start of --select diverse.", 0, 0, int.MaxValue);
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("train", "Have a model write better prompts from what was learnt of runs.")
        {
            variant, batch, subagents, model, tool, select, seed, json,
        };
        command.Require(result =>
        {
            if (result.GetValue(select) is { } word && ChoiceOf(word) is null)
            {
                result.AddError("--select takes recent, worst, diverse or all.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new TrainOptions(
                parsed.GetValue(variant), parsed.GetValue(batch), parsed.GetValue(subagents),
                parsed.GetValue(model) ?? "sonnet", parsed.GetValue(tool) ?? "claude-code",
                ChoiceOf(parsed.GetValue(select)) ?? SampleChoice.Recent, parsed.GetValue(seed), parsed.GetValue(json)),
            cancel));
        return command;
    }

    private static SampleChoice? ChoiceOf(string? word) => word switch
    {
        "recent" => SampleChoice.Recent,
        "worst" => SampleChoice.Worst,
        "diverse" => SampleChoice.Diverse,
        "all" => SampleChoice.All,
        _ => null,
    };
}
