using LwCoder.Prompts;

namespace LwCoder.Training.Reading;

internal enum SampleChoice { Recent, Worst, Diverse, All }

/// <summary>The prompts that are to become better, which samples are compared with.</summary>
internal sealed record TrainingTarget(string Tool, string Variant, string Fingerprint);

/// <summary>
/// Chooses what to learn from. Samples of these very prompts come first, then those of this tool and variant, then those that
/// do not say, then others: advice about another agent's work fits less. Pure; ties go by plan id.
/// </summary>
internal static class SampleSelection
{
    /// <param name="count">How many at most; all of them for <see cref="SampleChoice.All"/>.</param>
    /// <param name="seed">Where <see cref="SampleChoice.Diverse"/> begins.</param>
    public static IReadOnlyList<TrainingSample> Choose(
        IReadOnlyList<TrainingSample> samples, SampleChoice choice, int count, TrainingTarget target, int seed)
    {
        var byKin = samples.OrderBy(sample => Distance(sample.Origin, target));
        return choice switch
        {
            SampleChoice.Recent => [.. byKin
                .ThenByDescending(sample => sample.Origin.RecordedAt ?? DateTimeOffset.MinValue)
                .ThenBy(sample => sample.PlanId, StringComparer.Ordinal).Take(count)],
            SampleChoice.Worst => [.. byKin
                .ThenBy(sample => sample.Quality).ThenBy(sample => sample.PlanId, StringComparer.Ordinal).Take(count)],
            SampleChoice.Diverse => Diverse(samples, count, seed),
            _ => [.. byKin.ThenBy(sample => sample.PlanId, StringComparer.Ordinal)],
        };
    }

    private static int Distance(SampleOrigin origin, TrainingTarget target) =>
        origin.PromptFingerprint == target.Fingerprint ? 0
        : origin.Tool is null ? 2
        : origin.Tool != target.Tool ? 4
        : PromptFolders.VariantOf(origin.Model) == target.Variant ? 1
        : 3;

    /// <summary>Each next one is the one least like all that were chosen, by the words of plan and feedback.</summary>
    private static List<TrainingSample> Diverse(IReadOnlyList<TrainingSample> samples, int count, int seed)
    {
        var left = samples.OrderBy(sample => sample.PlanId, StringComparer.Ordinal).Select(sample => new Pick(sample)).ToList();
        var chosen = new List<TrainingSample>();
        var next = left.Count == 0 ? null : left[new Random(seed).Next(left.Count)];
        while (next is { } pick && chosen.Count < count)
        {
            chosen.Add(pick.Sample);
            left.Remove(pick);
            left.ForEach(other => other.Likeness = Math.Max(other.Likeness, Likeness(pick.Words, other.Words)));
            next = left.MinBy(other => other.Likeness);
        }
        return chosen;
    }

    /// <summary>Jaccard's index.</summary>
    private static double Likeness(HashSet<string> one, HashSet<string> other)
    {
        var common = one.Count(other.Contains);
        return common == 0 ? 0 : (double)common / (one.Count + other.Count - common);
    }

    private sealed class Pick(TrainingSample sample)
    {
        public TrainingSample Sample => sample;

        public HashSet<string> Words { get; } =
            [.. Training.Words.Of($"{sample.PlanContent}\n{sample.HumanFeedback}").Where(word => word.Length > 3)];

        /// <summary>To the most similar one that was chosen, 0 to 1.</summary>
        public double Likeness { get; set; }
    }
}
