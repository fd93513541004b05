namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Something that happened in a search, for listeners. Iterations count from 1; 0 is before the first.</summary>
/// <param name="Iteration">When.</param>
public abstract record GepaEvent(int Iteration)
{
    /// <summary>The search begins.</summary>
    public sealed record Started() : GepaEvent(0);

    /// <summary>An iteration begins.</summary>
    public sealed record IterationStarted(int Iteration) : GepaEvent(Iteration);

    /// <summary>A candidate is worked on.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Parent">Its number; null: accepted, but not validated yet.</param>
    public sealed record ParentSelected(int Iteration, int? Parent) : GepaEvent(Iteration);

    /// <summary>Training examples were drawn.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Examples">Their positions.</param>
    public sealed record MinibatchSampled(int Iteration, IReadOnlyList<int> Examples) : GepaEvent(Iteration);

    /// <summary>A candidate is about to be run.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number; null: not validated yet.</param>
    /// <param name="Parents">Its parents.</param>
    public sealed record EvaluationStarted(int Iteration, int? Candidate, IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>A candidate was run.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number; null: not validated yet.</param>
    /// <param name="Scores">Its scores, in the examples' order.</param>
    /// <param name="Parents">Its parents.</param>
    public sealed record Evaluated(
        int Iteration, int? Candidate, IReadOnlyList<double> Scores, IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>Nothing is done with a candidate in this iteration.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number; null: not validated yet.</param>
    /// <param name="Scores">Its scores, as far as there are any.</param>
    /// <param name="Reason">One of <c>no_trajectories</c>, <c>all_scores_perfect</c>, <c>known_text</c>.</param>
    public sealed record Skipped(
        int Iteration, int? Candidate, IReadOnlyList<double> Scores, string Reason) : GepaEvent(Iteration);

    /// <summary>What a reflecting model will see is put together.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Parent">The candidate reflected on; null: not validated yet.</param>
    /// <param name="Components">The components to rewrite.</param>
    public sealed record ReflectionPrepared(int Iteration, int? Parent, IReadOnlyList<string> Components) : GepaEvent(Iteration);

    /// <summary>A reflecting model is asked.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Components">The components to rewrite.</param>
    public sealed record ProposalStarted(int Iteration, IReadOnlyList<string> Components) : GepaEvent(Iteration);

    /// <summary>A reflecting model answered.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Texts">The new texts, by component.</param>
    public sealed record Proposed(int Iteration, IReadOnlyDictionary<string, string> Texts) : GepaEvent(Iteration);

    /// <summary>A candidate beat its parent on the minibatch and is worked on before it is validated.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">The candidate.</param>
    public sealed record Advanced(int Iteration, Candidate Candidate) : GepaEvent(Iteration);

    /// <summary>A candidate joined the pool.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number.</param>
    /// <param name="Parents">Its parents.</param>
    public sealed record Accepted(int Iteration, int Candidate, IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>A candidate was dropped.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Before">The parent's sum on the minibatch.</param>
    /// <param name="After">Its own.</param>
    public sealed record Rejected(int Iteration, double Before, double After) : GepaEvent(Iteration);

    /// <summary>A merge was built and tried on a few dev examples.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Parents">What was merged.</param>
    /// <param name="Merged">The merge.</param>
    public sealed record MergeAttempted(int Iteration, IReadOnlyList<int> Parents, Candidate Merged) : GepaEvent(Iteration);

    /// <summary>A merge joined the pool.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number.</param>
    /// <param name="Parents">What was merged.</param>
    public sealed record MergeAccepted(int Iteration, int Candidate, IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>A merge was dropped.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Parents">What was merged.</param>
    public sealed record MergeRejected(int Iteration, IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>A candidate was entered into the Pareto fronts.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Leaders">Everyone who is best at something now.</param>
    /// <param name="Displaced">Who was and is no more.</param>
    public sealed record FrontUpdated(
        int Iteration, IReadOnlyList<int> Leaders, IReadOnlyList<int> Displaced) : GepaEvent(Iteration);

    /// <summary>A candidate was run on the dev examples.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Candidate">Its number.</param>
    /// <param name="Text">The candidate.</param>
    /// <param name="Mean">Its mean score.</param>
    /// <param name="IsBest">Whether no other is better.</param>
    /// <param name="Scores">Its score, by example.</param>
    /// <param name="Parents">Its parents.</param>
    public sealed record Validated(
        int Iteration, int Candidate, Candidate Text, double Mean, bool IsBest, IReadOnlyDictionary<int, double> Scores,
        IReadOnlyList<int> Parents) : GepaEvent(Iteration);

    /// <summary>Metric calls were made.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="MetricCalls">All so far.</param>
    /// <param name="Added">Those just made.</param>
    public sealed record BudgetUpdated(int Iteration, int MetricCalls, int Added) : GepaEvent(Iteration);

    /// <summary>An iteration was ended by an error, and with it the search.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Error">The error.</param>
    public sealed record Failed(int Iteration, Exception Error) : GepaEvent(Iteration);

    /// <summary>An iteration is over.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="HasAccepted">Whether a candidate was accepted.</param>
    public sealed record IterationEnded(int Iteration, bool HasAccepted) : GepaEvent(Iteration);

    /// <summary>The search is over.</summary>
    /// <param name="Iteration">When.</param>
    /// <param name="Best">The best candidate's number.</param>
    /// <param name="MetricCalls">All that were made.</param>
    /// <param name="StoppedBy">What ended it.</param>
    public sealed record Ended(int Iteration, int Best, int MetricCalls, string StoppedBy) : GepaEvent(Iteration);
}
