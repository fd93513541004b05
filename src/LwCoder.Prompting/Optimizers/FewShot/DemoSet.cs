using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.FewShot;

/// <summary>Demos for each component, by its name.</summary>
internal sealed record DemoSet(IReadOnlyDictionary<string, IReadOnlyList<Example>> Demos)
{
    /// <summary>Those a candidate has.</summary>
    public static DemoSet Of(Candidate candidate) =>
        new(candidate.Components.ToDictionary(part => part.Name, part => part.Demos));

    /// <summary>Successful runs, each with at most one demo for a component.</summary>
    public static DemoSet Of(Candidate baseline, IReadOnlyList<IReadOnlyDictionary<string, Example>> runs) =>
        new(baseline.Components.ToDictionary(part => part.Name, part =>
            (IReadOnlyList<Example>)[.. runs.Select(run => run.GetValueOrDefault(part.Name)).OfType<Example>()]));

    public bool IsSameAs(DemoSet other) => Keys(Demos).SetEquals(Keys(other.Demos));

    private static HashSet<string> Keys(IReadOnlyDictionary<string, IReadOnlyList<Example>> demos) =>
        [.. demos.SelectMany(pair => pair.Value.Select((demo, index) =>
            $"{pair.Key}|{index}|{ExampleKey.Of(demo with { Id = null })}"))];
}
