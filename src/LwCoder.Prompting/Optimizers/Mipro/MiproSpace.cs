using LwCoder.Prompting.Optimizers.FewShot;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>The combinations: for each component an instruction, then for each a demo set where there is a choice.</summary>
internal sealed class MiproSpace
{
    private readonly Candidate _baseline;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _instructions;
    private readonly IReadOnlyList<DemoSet> _sets;

    public MiproSpace(
        Candidate baseline, IReadOnlyDictionary<string, IReadOnlyList<string>> instructions, IReadOnlyList<DemoSet> sets)
    {
        (_baseline, _instructions, _sets) = (baseline, instructions, sets);
        var texts = baseline.Components.Select(part => instructions[part.Name].Count);
        Choices = [.. texts, .. HasDemos ? baseline.Components.Select(_ => sets.Count) : []];
    }

    private bool HasDemos => _sets.Count > 1;

    /// <summary>The number of choices of each parameter.</summary>
    public IReadOnlyList<int> Choices { get; }

    /// <summary>The baseline.</summary>
    public IReadOnlyList<int> Start => [.. Choices.Select(_ => 0)];

    public Candidate At(IReadOnlyList<int> point) => new([.. _baseline.Components.Select((part, index) => part with
    {
        Text = _instructions[part.Name][point[index]],
        Demos = _sets[HasDemos ? point[_baseline.Components.Count + index] : 0].Demos[part.Name],
    })]);
}
