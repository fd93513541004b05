using System.CommandLine;
using LwCoder.Configuration;
using LwCoder.Sessions;

namespace LwCoder.Commands.Shared;

/// <summary>The flags of what replays past plans. Each command lists them among its own.</summary>
/// <param name="ofTool">What the command says of `--tool`.</param>
/// <param name="ofModel">What it says of `--model`.</param>
internal sealed class ReplayFlags(string ofTool, string ofModel)
{
    public Option<string?> Plans { get; } =
        SessionFlags.Choice("--plans", "The plans to replay, divided by commas; by default all past plans.", "plans");

    public Option<int> Jobs { get; } = NumberOption.Create("--jobs", "How many replays run side by side (2).", 2, 1, 64);

    public Option<string?> Tool { get; } = SessionFlags.Choice("--tool", ofTool, "tool", () => CodeSettings.Tool);

    public Option<string?> Model { get; } = WithAliases(SessionFlags.Choice("--model", ofModel, "model"));

    public Option<string?> Sandbox { get; } = SessionFlags.Choice(
        "--sandbox", "Where agents and tests run: docker or host.", "sandbox", () => CodeSettings.Sandbox);

    public Option<TimeSpan> Limit { get; } = new("--replay-timeout")
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

    public Option<bool> Trust { get; } =
        new("--trust") { Description = "Trust the commands that this repository's configuration names." };

    /// <summary>Null for all past plans.</summary>
    public IReadOnlyList<string>? PlansIn(ParseResult parsed) => Divided(parsed.GetValue(Plans));

    /// <param name="tool">The agent where none is named; null leaves it to the handler.</param>
    public SessionChoices ChoicesIn(ParseResult parsed, string? tool = null) => new()
    {
        Tool = parsed.GetValue(Tool) ?? tool, Model = parsed.GetValue(Model), Sandbox = parsed.GetValue(Sandbox),
        Headless = true, NoHooks = true, Trust = parsed.GetValue(Trust),
    };

    public static string[]? Divided(string? names) =>
        names?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Option<string?> WithAliases(Option<string?> model)
    {
        model.CompletionSources.Add("sonnet", "opus", "haiku");
        return model;
    }
}
