namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>The candidates that were validated, and where each of them leads.</summary>
internal sealed class GepaPool(FrontierType frontier)
{
    private readonly List<Lineage> _members = [];
    private readonly List<Validation> _validations = [];
    private readonly List<double> _means = [];

    public ParetoFronts Fronts { get; } = new(frontier);

    public IReadOnlyList<Lineage> Members => _members;

    public IReadOnlyList<Validation> Validations => _validations;

    /// <summary>The mean score of each.</summary>
    public IReadOnlyList<double> Means => _means;

    /// <summary>The first of the highest mean: the result.</summary>
    public int Best => ParentSelector.Best(_means);

    /// <summary>The highest mean, and of equals the one run on most examples.</summary>
    public int BestCovered => Enumerable.Range(0, _means.Count)
        .MaxBy(index => (_means[index], _validations[index].Scores.Count));

    /// <summary>Everyone, for merges.</summary>
    public Family Family =>
        new([.. _members.Select(member => member.Candidate)], [.. _members.Select(member => member.Parents)], _means);

    /// <summary>Enters a candidate.</summary>
    /// <returns>Its number.</returns>
    public int Add(Lineage member, Validation measured)
    {
        Fronts.Add(_members.Count, measured);
        member.Index = _members.Count;
        _members.Add(member);
        _validations.Add(measured);
        _means.Add(measured.Mean);
        return member.Index.Value;
    }
}
