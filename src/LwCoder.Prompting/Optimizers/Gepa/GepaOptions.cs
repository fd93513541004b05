namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>How <see cref="Gepa"/> searches.</summary>
public sealed record GepaOptions
{
    /// <summary>Which candidate is worked on next.</summary>
    public ParentSelection Parents { get; init; } = ParentSelection.TopKPareto();

    /// <summary>Training examples a change is tried on. Small ones give more tries.</summary>
    public int Minibatch { get; init; } = 3;

    /// <summary>When a change is kept.</summary>
    public Acceptance Acceptance { get; init; } = Acceptance.StrictImprovement;

    /// <summary>
    /// How many more reflections an accepted candidate gets before it is run on the dev examples, each building on the last
    /// that helped; 0: it is run at once, as GEPA was published. Null: as many as cost what that run costs.
    /// </summary>
    public int? Persistence { get; init; }

    /// <summary>Which components a reflection rewrites.</summary>
    public ComponentChoice Components { get; init; } = ComponentChoice.RoundRobin;

    /// <summary>What a candidate is worth keeping for.</summary>
    public FrontierType Frontier { get; init; } = FrontierType.Instance;

    /// <summary>How many proposals an iteration makes.</summary>
    public ProposalSampling Sampling { get; init; } = ProposalSampling.Single;

    /// <summary>Which of an iteration's accepted proposals go on.</summary>
    public ProposalSelection Selection { get; init; } = ProposalSelection.All;

    /// <summary>The most merges of two candidates; 0: none.</summary>
    public int MaxMerges { get; init; }

    /// <summary>Dev examples two candidates must have in common to be merged.</summary>
    public int MergeOverlap { get; init; } = 5;

    /// <summary>Whether a minibatch without a mistake is passed over; its score is <see cref="PerfectScore"/> or more.</summary>
    public bool SkipPerfect { get; init; } = true;

    /// <summary>The score that leaves nothing to learn.</summary>
    public double PerfectScore { get; init; } = 1;

    /// <summary>Whether a text that was proposed before is passed over unpaid.</summary>
    public bool SkipKnownTexts { get; init; } = true;

    /// <summary>Whether a validation takes from memory what is known.</summary>
    public bool ReuseOutcomes { get; init; } = true;

    /// <summary>
    /// The question to the reflecting model, with <c>&lt;curr_param&gt;</c> where the present text goes, <c>&lt;side_info&gt;</c>
    /// where the examples go and, if wanted, <c>&lt;about&gt;</c> where it is told what the text is for; null: ours.
    /// </summary>
    public string? Template { get; init; }

    /// <summary>Templates of single components, by name; they go before <see cref="Template"/>.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    /// <summary>Ends the search before its budget does, when any is met.</summary>
    public IReadOnlyList<StopCondition> StopConditions { get; init; } = [];

    /// <summary>Hears everything that happens, in order. What it throws is told as progress and ends nothing.</summary>
    public Action<GepaEvent>? OnEvent { get; init; }

    /// <summary>
    /// As published: validated at once, known texts tried again, parents from the whole Pareto front. What the context of an
    /// optimization remembers is free all the same.
    /// </summary>
    public static GepaOptions AsPublished { get; } = new()
    {
        Parents = ParentSelection.Pareto, Persistence = 0, SkipKnownTexts = false, ReuseOutcomes = false,
    };

    /// <summary>In a line, without what does not change the result.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Parents}, minibatch {Minibatch}, {Acceptance}, persistence {Persistence?.ToString() ?? "auto"}, {Components}, ")
        + FormattableString.Invariant($"{Frontier} frontier, {Sampling.Parents}x{Sampling.Batches} proposals")
        + (Selection.Most is { } most ? FormattableString.Invariant($", best {most}") : "")
        + (MaxMerges > 0 ? FormattableString.Invariant($", {MaxMerges} merges over {MergeOverlap}") : "")
        + (SkipPerfect ? FormattableString.Invariant($", perfect {PerfectScore}") : "")
        + (SkipKnownTexts ? "" : ", known texts again")
        + (Template is null && Templates.Count == 0 ? "" : ", template " + TemplateDigest());

    /// <summary>The template for a component.</summary>
    internal string TemplateOf(string component) =>
        Templates.GetValueOrDefault(component) ?? Template ?? ReflectionPrompt.DefaultTemplate;

    /// <summary>Reflections before a validation.</summary>
    internal int PersistenceFor(int devExamples) =>
        Sampling == ProposalSampling.Single ? Persistence ?? (devExamples / (2 * Minibatch)) : 0;

    private string TemplateDigest() => new Candidate([new Component("", Template ?? ""),
        .. Templates.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => new Component($"of {one.Key}", one.Value))])
        .Fingerprint[..8];
}
