using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>What happened, in the reference's words.</summary>
/// <param name="budget">The metric calls there are.</param>
internal sealed class EventLog(int budget)
{
    private int _before;

    public int Budget => budget;

    public int MetricCalls { get; private set; }

    /// <summary>Metric calls made before each candidate's validation.</summary>
    public List<int> Discoveries { get; } = [];

    public List<JsonNode> Events { get; } = [];

    public void Add(GepaEvent happened)
    {
        switch (happened)
        {
            case GepaEvent.BudgetUpdated spent:
                (_before, MetricCalls) = (MetricCalls == 0 ? spent.MetricCalls - spent.Added : MetricCalls, spent.MetricCalls);
                break;
            case GepaEvent.Validated found:
                Discoveries.Add(found.Candidate == 0 ? 0 : _before);
                MetricCalls = found.Candidate == 0 ? found.Scores.Count : MetricCalls;
                break;
        }
        if (Describe(happened) is var (name, facts))
        {
            facts["event"] = name;
            facts["iteration"] = happened.Iteration;
            Events.Add(facts);
        }
    }

    private (string Name, JsonObject Facts)? Describe(GepaEvent happened) => happened switch
    {
        GepaEvent.Started => ("optimization_start", []),
        GepaEvent.IterationStarted => ("iteration_start", []),
        GepaEvent.ParentSelected one => ("candidate_selected", new() { ["candidate_idx"] = one.Parent }),
        GepaEvent.MinibatchSampled one => ("minibatch_sampled", new() { ["minibatch_ids"] = Json.Of(one.Examples) }),
        GepaEvent.EvaluationStarted one => ("evaluation_start", new()
        {
            ["candidate_idx"] = one.Candidate, ["parent_ids"] = Json.Of(one.Parents),
        }),
        GepaEvent.Evaluated one => ("evaluation_end", new()
        {
            ["candidate_idx"] = one.Candidate, ["scores"] = Json.Of(one.Scores), ["parent_ids"] = Json.Of(one.Parents),
        }),
        GepaEvent.Skipped one => ("evaluation_skipped", new()
        {
            ["candidate_idx"] = one.Candidate, ["scores"] = Json.Of(one.Scores), ["reason"] = one.Reason,
        }),
        GepaEvent.ReflectionPrepared one => ("reflective_dataset_built", new()
        {
            ["candidate_idx"] = one.Parent, ["components"] = Json.Of(one.Components),
        }),
        GepaEvent.ProposalStarted one => ("proposal_start", new() { ["components"] = Json.Of(one.Components) }),
        GepaEvent.Proposed => ("proposal_end", []),
        GepaEvent.Accepted one => ("candidate_accepted", new()
        {
            ["new_candidate_idx"] = one.Candidate, ["parent_ids"] = Json.Of(one.Parents),
        }),
        GepaEvent.Rejected => ("candidate_rejected", []),
        GepaEvent.MergeAttempted one => ("merge_attempted", new()
        {
            ["parent_ids"] = Json.Of(one.Parents), ["merged_candidate"] = Json.Of(one.Merged),
        }),
        GepaEvent.MergeAccepted one => ("merge_accepted", new()
        {
            ["new_candidate_idx"] = one.Candidate, ["parent_ids"] = Json.Of(one.Parents),
        }),
        GepaEvent.MergeRejected one => ("merge_rejected", new() { ["parent_ids"] = Json.Of(one.Parents) }),
        GepaEvent.FrontUpdated one => ("pareto_front_updated", new()
        {
            ["new_front"] = Json.Of(one.Leaders), ["displaced_candidates"] = Json.Of(one.Displaced),
        }),
        GepaEvent.Validated one => ("valset_evaluated", new()
        {
            ["candidate_idx"] = one.Candidate, ["average_score"] = one.Mean, ["is_best_program"] = one.IsBest,
            ["parent_ids"] = Json.Of(one.Parents),
        }),
        GepaEvent.BudgetUpdated one => ("budget_updated", new()
        {
            ["metric_calls_used"] = one.MetricCalls, ["metric_calls_delta"] = one.Added,
            ["metric_calls_remaining"] = Math.Max(0, budget - one.MetricCalls),
        }),
        GepaEvent.Failed => ("error", new() { ["will_continue"] = false }),
        GepaEvent.IterationEnded one => ("iteration_end", new() { ["proposal_accepted"] = one.HasAccepted }),
        GepaEvent.Ended one => ("optimization_end", new()
        {
            ["best_candidate_idx"] = one.Best, ["total_metric_calls"] = one.MetricCalls,
        }),
        _ => null,
    };
}
