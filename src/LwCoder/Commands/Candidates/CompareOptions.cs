using LwCoder.Sessions;

namespace LwCoder.Commands.Candidates;

/// <summary>Where replays run.</summary>
internal enum ReplayEngine
{
    /// <summary>In this process.</summary>
    Local,

    /// <summary>As jobs of Docker Swarm.</summary>
    Swarm,

    /// <summary>Wherever the user takes the folders that are made ready for it.</summary>
    Folders,
}

/// <param name="Sets">Candidates, or `active`.</param>
/// <param name="Plans">Plan ids; null: all past plans.</param>
/// <param name="Attempts">Replays of each plan with each set; the active one is replayed twice at least.</param>
/// <param name="Jobs">Replays side by side.</param>
/// <param name="MaxCost">US dollars; null: no limit.</param>
/// <param name="Limit">For one replay, from start to score.</param>
/// <param name="Image">Of the swarm's tasks.</param>
/// <param name="IncludeTrained">Replay the plans, too, that a candidate was trained on.</param>
/// <param name="Seed">Of the drawing that the interval and the noise floor come from.</param>
internal sealed record CompareOptions(
    IReadOnlyList<string> Sets, IReadOnlyList<string>? Plans, int Attempts, int Jobs, decimal? MaxCost, TimeSpan Limit,
    ReplayEngine Engine, string? Image, bool IncludeTrained, int Seed, SessionChoices Session, bool Json);
