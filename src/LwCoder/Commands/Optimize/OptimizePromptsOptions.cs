using LwCoder.Sessions;

namespace LwCoder.Commands.Optimize;

/// <param name="Search">What every kind of optimization is told; a metric call is a replay.</param>
/// <param name="IsMaxCostGiven">False: its default, which does not hold where nobody says what replays cost.</param>
/// <param name="Components">Which texts are made better; null: all of the set.</param>
/// <param name="Plans">Plan ids; null: all past plans.</param>
/// <param name="Jobs">Replays side by side.</param>
/// <param name="Limit">For one replay, from start to score.</param>
/// <param name="Session">Of the agent that replays, and whose active prompts are made better.</param>
internal sealed record OptimizePromptsOptions(
    OptimizeOptions Search, bool IsMaxCostGiven, IReadOnlyList<string>? Components, IReadOnlyList<string>? Plans, int Jobs,
    TimeSpan Limit, SessionChoices Session);
