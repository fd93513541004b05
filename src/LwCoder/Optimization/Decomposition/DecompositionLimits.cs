using LwCoder.Configuration;

namespace LwCoder.Optimization.Decomposition;

/// <summary>What a decomposition has to keep to.</summary>
internal sealed record DecompositionLimits
{
    public int Fewest { get; init; } = 3;

    public int Most { get; init; } = 7;

    public decimal MostEach { get; init; } = 2;

    public decimal MostTogether { get; init; } = 10;

    /// <summary>Empty: all paths.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    public IReadOnlyList<string> Deny { get; init; } = [];

    /// <exception cref="UserError">They contradict each other.</exception>
    public static DecompositionLimits From(Settings settings)
    {
        var limits = new DecompositionLimits
        {
            Fewest = settings.Get(DecompositionSettings.MinSubtasks),
            Most = settings.Get(DecompositionSettings.MaxSubtasks),
            MostEach = (decimal)settings.Get(DecompositionSettings.MaxSubtaskCost)!.Value,
            MostTogether = (decimal)settings.Get(DecompositionSettings.MaxCost)!.Value,
            Allow = Paths(settings.Get(DecompositionSettings.Allow)),
            Deny = Paths(settings.Get(DecompositionSettings.Deny)),
        };
        return limits.Fewest <= limits.Most
            ? limits
            : throw new UserError(
                $"min_subtasks is {limits.Fewest} and max_subtasks {limits.Most}", "correct [plan] in the configuration");
    }

    private static IReadOnlyList<string> Paths(IReadOnlyList<string> paths) => [.. paths.Select(path => ScopePath.Normalise(path)
        ?? throw new UserError($"'{path}' is no path in the repository", "correct scope_allow and scope_deny in [plan]"))];
}
