using System.Text.Json.Nodes;
using LwCoder.Prompting.Optimizers.Gepa;

namespace LwCoder.Benchmarks.Optimizers.Golden;

/// <summary>A run, an object an iteration, as the trace files have it.</summary>
internal sealed class IterationLog
{
    private JsonObject _now = [];

    public List<JsonNode> Iterations { get; } = [];

    public int MetricCalls { get; private set; }

    public int Rejected { get; private set; }

    public int Skipped { get; private set; }

    public int MergeAttempts { get; private set; }

    public void Add(GepaEvent happened)
    {
        switch (happened)
        {
            case GepaEvent.IterationStarted:
                _now = new JsonObject { ["iteration"] = happened.Iteration };
                Iterations.Add(_now);
                break;
            case GepaEvent.ParentSelected selected:
                _now["parent"] = selected.Parent;
                break;
            case GepaEvent.MinibatchSampled sampled:
                _now["minibatch"] = Json.Of(sampled.Examples);
                break;
            case GepaEvent.Evaluated found:
                (_now["evals"] as JsonArray ?? (JsonArray)(_now["evals"] = new JsonArray())).Add(
                    (JsonNode)new JsonObject { ["candidate_idx"] = found.Candidate, ["scores"] = Json.Of(found.Scores) });
                break;
            case GepaEvent.ProposalStarted started:
                _now["components"] = Json.Of(started.Components);
                break;
            case GepaEvent.Proposed proposed:
                _now["new_texts"] = new JsonObject(proposed.Texts
                    .Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
                break;
            case GepaEvent.Skipped skipped:
                _now["skipped"] = skipped.Reason;
                Skipped++;
                break;
            case GepaEvent.Rejected or GepaEvent.MergeRejected:
                Rejected += happened is GepaEvent.Rejected ? 1 : 0;
                break;
            case GepaEvent.MergeAttempted merge:
                (_now["merge_parents"], _now["merged"]) = (Json.Of(merge.Parents), Json.Of(merge.Merged));
                MergeAttempts++;
                break;
            case GepaEvent.Validated { Iteration: 0 } start:
                MetricCalls = start.Scores.Count;
                break;
            case GepaEvent.Validated validated:
                _now["val"] = new JsonArray(new JsonObject
                {
                    ["idx"] = validated.Candidate, ["avg"] = validated.Mean, ["scores"] = Json.Of(validated.Scores.Values),
                });
                break;
            case GepaEvent.Accepted accepted:
                _now["accepted_idx"] = accepted.Candidate;
                break;
            case GepaEvent.BudgetUpdated spent:
                MetricCalls = spent.MetricCalls;
                break;
            case GepaEvent.IterationEnded:
                _now["calls"] = MetricCalls;
                break;
        }
    }
}
