using System.CommandLine;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Configuration;
using LwCoder.Sessions;

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
        var plans = SessionFlags.Choice("--plans", "The plans to replay, divided by commas; by default all past plans.", "plans");
        var attempts = Whole("--attempts", "How often each plan is replayed with each set.", 2, 10);
        var jobs = Whole("--jobs", "How many replays run side by side.", 2, 64);
        var tool = SessionFlags.Choice(
            "--tool", "The agent that replays: mini, claude-code or droid; by default the candidates' own.", "tool",
            () => CodeSettings.Tool);
        var model = SessionFlags.Choice("--model", "The agent's model; by default that of the candidates' variant.", "model");
        model.CompletionSources.Add("sonnet", "opus", "haiku");
        var sandbox = SessionFlags.Choice(
            "--sandbox", "Where agents and tests run: docker or host.", "sandbox", () => CodeSettings.Sandbox);
        var maxCost = new Option<decimal?>("--max-cost")
        {
            Description = "Begin nothing more once this many US dollars are spent; what is known is reported.",
            HelpName = "dollars",
            CustomParser =
                text => Money(text.Tokens[^1].Value) ?? Refuse<decimal?>(text, "--max-cost takes an amount, such as 2.50."),
        };
        var limit = new Option<TimeSpan>("--replay-timeout")
        {
            Description = "End a replay that takes longer, tests and judges included (3h).", HelpName = "duration",
            DefaultValueFactory = _ => TimeSpan.FromHours(3),
            CustomParser = text => Duration.TryParse(text.Tokens[^1].Value)
                ?? Refuse<TimeSpan>(text, "--replay-timeout takes a duration, such as 90m."),
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
        var trust =
            new Option<bool>("--trust") { Description = "Trust the commands that this repository's configuration names." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command(
            "compare", "Replay past plans with candidates and with the active prompts, and say which do better.")
        {
            sets, plans, attempts, jobs, tool, model, sandbox, maxCost, limit, engine, image, trained, seed, trust, json,
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
                parsed.GetRequiredValue(sets),
                parsed.GetValue(plans)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                parsed.GetValue(attempts), parsed.GetValue(jobs), parsed.GetValue(maxCost), parsed.GetValue(limit),
                EngineOf(parsed.GetValue(engine))!.Value, parsed.GetValue(image), parsed.GetValue(trained), parsed.GetValue(seed),
                new SessionChoices
                {
                    Tool = parsed.GetValue(tool), Model = parsed.GetValue(model), Sandbox = parsed.GetValue(sandbox),
                    Headless = true, NoHooks = true, Trust = parsed.GetValue(trust),
                },
                parsed.GetValue(json)),
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

    private static Option<int> Whole(string name, string description, int usual, int most) =>
        NumberOption.Create(name, $"{description[..^1]} ({usual}).", usual, 1, most);

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
