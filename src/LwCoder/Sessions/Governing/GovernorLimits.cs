using LwCoder.Configuration;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// From when on a session counts as going in circles. Every limit may be reached; only what is beyond it counts.
/// </summary>
internal sealed record GovernorLimits
{
    /// <summary>The longest pattern of calls that is looked for.</summary>
    public const int LongestPeriod = 6;

    /// <summary>False: it only counts and warns.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// So often a pattern of equal calls with equal results follows itself when the agent is told,
    /// and so often again when it is ended.
    /// </summary>
    public int CycleRepeats { get; init; } = 3;

    /// <summary>How many of the last calls are looked at for what is new in them.</summary>
    public int PlateauWindow { get; init; } = 20;

    /// <summary>The share of different contents among those below which nothing new comes in.</summary>
    public double PlateauShare { get; init; } = 0.3;

    /// <summary>How long an agent may print without saying or doing anything, as when it retries a provider for ever.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How many answers in a row may call no tool.</summary>
    public int StallAnswers { get; init; } = 20;

    public static GovernorLimits From(Settings settings) => new()
    {
        Enabled = settings.Get(GovernorSettings.Enabled),
        CycleRepeats = settings.Get(GovernorSettings.CycleRepeats),
        PlateauWindow = settings.Get(GovernorSettings.PlateauWindow),
        PlateauShare = settings.Get(GovernorSettings.PlateauShare) ?? 0,
        StallTimeout = settings.Get(GovernorSettings.StallTimeout),
        StallAnswers = settings.Get(GovernorSettings.StallAnswers),
    };
}
