using LwCoder.Sessions;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>Everything that is settled before the first replay.</summary>
/// <param name="Context">As for a session of the agent that replays.</param>
/// <param name="Model">Of the agent; null: its own choice.</param>
/// <param name="WithTests">Whether it is known how the project is tested.</param>
/// <param name="Judges">None where there are no judges.</param>
internal sealed record ComparisonScene(
    SessionContext Context, ComparedSets Sets, string? Model, ReplayAuthor Author, bool WithTests,
    IReadOnlyList<Judges.Judge> Judges)
{
    public string StateFolder => Context.StateFolder;

    public ReplayJob JobOf(PastPlan plan, PromptSource source, int attempt, TimeSpan limit) => new(
        plan.Id, plan.Sha256, plan.BaseSha, attempt, source.Fingerprint, Context.Agent.Tool, Model, Context.Sandbox.Name,
        WithTests, Judges.Count > 0, limit.TotalSeconds, Author);

    /// <summary>All that a score depends on but the plan: comparisons that differ in it do not share results.</summary>
    public IEnumerable<string> Identity =>
    [
        Context.Agent.Tool, Model ?? "", Sets.Variant, Context.Sandbox.Name,
        .. Sets.Candidates.Prepend(Sets.Active).OrderBy(source => source.Key, StringComparer.Ordinal)
            .SelectMany(source => new[] { source.Key, source.Fingerprint }),
        .. Judges.Select(judge => judge.ToString()),
        .. ReplayPacking.StateFiles(StateFolder).SelectMany(file => new[] { file.Name, File.ReadAllText(file.FullName) }),
    ];
}
