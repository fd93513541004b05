using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Optimization.PromptSets;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Optimizers;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;

namespace LwCoder.Commands.Optimize;

/// <param name="Search">Its held-out part is empty: the comparison has it.</param>
/// <param name="Words">What differs from the active prompts.</param>
internal sealed record OptimizedPrompts(
    Training.Candidates.Candidate Candidate, OptimizationReport Search, DataSplit Split, Comparison Comparison,
    IReadOnlyList<ChangedPrompt> Words);

/// <summary>The answer of `optimize prompts`: the candidate, how it compares, what it took, what changed.</summary>
internal sealed class OptimizePromptsReport(TextWriter output)
{
    public void Write(OptimizedPrompts found, bool asJson)
    {
        var (candidate, comparison) = (found.Candidate, found.Comparison);
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteString("candidate", candidate.Name.ToString());
                json.WriteString("folder", candidate.Folder);
                json.WriteString("fingerprint", candidate.Set.Fingerprint);
                WriteSearch(json, found.Search, found.Split);
                json.WritePropertyName("comparison");
                json.WriteRawValue(ComparisonFile.Format(comparison));
            });
            return;
        }
        var compared = comparison.Candidates.Single();
        Line("candidate", $"{candidate.Name} ({candidate.Set.Fingerprint})");
        Line("folder", candidate.Folder);
        Line("held out", ComparisonText.Verdict(compared));
        if (ComparisonText.Difference(compared) is { } difference)
        {
            Line("", difference);
        }
        WriteSearch(found.Search, found.Split);
        if (comparison.StoppedBy is { } why)
        {
            Line("stopped", $"{why}; run it again to go on, with a larger budget where that is spent");
        }
        Line("next", compared.Verdict switch
        {
            ComparisonVerdict.Won => $"lw_coder candidates promote {candidate.Name}",
            ComparisonVerdict.Lost => "nothing: the active prompts are better and stay",
            _ => $"lw_coder candidates compare {candidate.Name} --attempts 2, which goes on from these replays",
        });
        foreach (var change in found.Words.Where(change => PromptAnalysis.Changed(found.Search).Contains(change.Name)))
        {
            output.WriteLine($"\n--- {TerminalText.OneLine(change.Name, 100)}\n");
            output.WriteLine(TerminalText.Lines(change.Words ?? "").TrimEnd());
        }
    }

    /// <summary>The search found no better prompts, or could not even measure those there are.</summary>
    public void WriteNothing(OptimizationReport search, DataSplit split, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteNull("candidate");
                WriteSearch(json, search, split);
            });
            return;
        }
        Line("candidate", search.Outcome.BaselineScore is null
            ? "none: the budget ended before the active prompts were measured"
            : "none: nothing better than the active prompts was found, and a tie changes nothing");
        WriteSearch(search, split);
    }

    private void WriteSearch(OptimizationReport search, DataSplit split)
    {
        var outcome = search.Outcome;
        Line("search", string.Create(CultureInfo.InvariantCulture,
            $"{outcome.BaselineScore:0.000} → {outcome.BestScore:0.000} on {split.Dev.Count} plans to choose by, "
            + $"{outcome.Candidates} prompt sets"));
        if (search.SayRefused() is { } refused)
        {
            Line("refused", refused);
        }
        Line("spent", string.Create(CultureInfo.InvariantCulture,
            $"{search.MetricCalls} replays to search, ${search.Spent.Cost:0.00}, the writing included"));
        if (outcome.StoppedBy is { } reason)
        {
            Line("ended", reason);
        }
    }

    private static void WriteSearch(Utf8JsonWriter json, OptimizationReport search, DataSplit split)
    {
        foreach (var (name, plans) in new[] { ("learned_from", split.Train), ("chosen_by", split.Dev), ("held_out", split.Test) })
        {
            json.WriteStartArray(name);
            foreach (var plan in plans)
            {
                json.WriteStringValue(plan.Id);
            }
            json.WriteEndArray();
        }
        json.WritePropertyName("search");
        json.WriteRawValue(search.ToJson());
    }

    private void Line(string label, string text) =>
        output.WriteLine($"{label,-10} {TerminalText.OneLine(text, 2_000)}".TrimEnd());
}
