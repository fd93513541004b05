using System.CommandLine;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates compare`: are they better than the active prompts?</summary>
internal static class CompareCommand
{
    public static Command Create(Services services, Func<CompareOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.CompareHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var sets = new Argument<string[]>("candidate")
        {
            Description = "Candidates, each by its number or all of its name; or active, to see how much it differs from itself.",
            Arity = ArgumentArity.OneOrMore,
        }.NoOption().Completes(CompletionKind.Candidate);
        var replays = new ReplayFlags(
            "The agent that replays: mini, claude-code or droid; by default the candidates' own.",
            "The agent's model; by default that of the candidates' variant.");
        var attempts = NumberOption.Create("--attempts", "How often each plan is replayed with each set (2).", 2, 1, 10);
        var maxCost = new Option<decimal?>("--max-cost")
        {
            Description = "Begin nothing more once this many US dollars are spent; what is known is reported.",
            HelpName = "dollars",
            CustomParser =
                text => Money(text.Tokens[^1].Value) ?? Refuse<decimal?>(text, "--max-cost takes an amount, such as 2.50."),
        };
        var engine = SessionFlags.Choice("--engine", "Where replays run: local (the default); swarm, Docker's; or folders, "
            + "to make them ready for another one.", "engine");
        engine.CompletionSources.Add("local", "swarm", "folders");
        var image = SessionFlags.Choice("--image", "With --engine swarm: an image that has lw_coder and git.", "image");
        var trained = new Option<bool>("--include-trained")
        {
            Description = "Replay the plans, too, that a candidate was trained on, although it knows them.",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Of the drawing that interval and noise come from (0).", HelpName = "number",
            CustomParser = text => Number(text.Tokens[^1].Value) ?? Refuse<int>(text, "--seed takes a whole number from 0."),
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command(
            "compare", "Replay past plans with candidates and with the active prompts, and say which do better.")
        {
            sets, replays.Plans, attempts, replays.Jobs, replays.Tool, replays.Model, replays.Sandbox, maxCost, replays.Limit,
            engine, image, trained, seed, replays.Trust, json,
        };
        command.Require(result =>
        {
            switch (EngineOf(result.GetValue(engine)), result.GetValue(image))
            {
                case (null, _):
                    result.AddError("--engine takes local, swarm or folders.");
                    break;
                case (ReplayEngine.Swarm, null):
                    result.AddError("--engine swarm needs --image, see docs/comparing.md.");
                    break;
                case (not ReplayEngine.Swarm, not null):
                    result.AddError("--image goes with --engine swarm.");
                    break;
                default:
                    break;
            }
        });
        command.SetAction((parsed, cancel) => run(
            new CompareOptions(
                parsed.GetRequiredValue(sets), replays.PlansIn(parsed), parsed.GetValue(attempts),
                parsed.GetValue(replays.Jobs), parsed.GetValue(maxCost), parsed.GetValue(replays.Limit),
                EngineOf(parsed.GetValue(engine))!.Value, parsed.GetValue(image), parsed.GetValue(trained), parsed.GetValue(seed),
                replays.ChoicesIn(parsed), parsed.GetValue(json)),
            cancel));
        return command;
    }

    private static ReplayEngine? EngineOf(string? word) => word switch
    {
        null or "local" => ReplayEngine.Local,
        "swarm" => ReplayEngine.Swarm,
        "folders" => ReplayEngine.Folders,
        _ => null,
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static decimal? Money(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars) ? dollars : null;

    private static T? Refuse<T>(System.CommandLine.Parsing.ArgumentResult text, string rule)
    {
        text.AddError(rule);
        return default;
    }
}
