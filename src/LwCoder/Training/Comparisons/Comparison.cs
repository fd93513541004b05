using System.Text.Json.Serialization;

namespace LwCoder.Training.Comparisons;

/// <summary>
/// Candidates against the active prompts on past plans: the answer of `candidates compare`, and what `promote` wants to see.
/// Scores are 0 to 1, money US dollars.
/// </summary>
/// <param name="Id">Its folder in `.lw_coder/comparisons`; the same question has the same one.</param>
/// <param name="Tool">That carried out the plans, as `--tool` calls it.</param>
/// <param name="Variant">Of the active prompts, such as `sonnet`.</param>
/// <param name="Model">As it was asked for; null: the agent's own choice.</param>
/// <param name="Attempts">Replays of each plan with each candidate.</param>
/// <param name="Baseline">The active prompts as they were then.</param>
/// <param name="HeldOut">Plans that candidates were trained on, and that were left out because of that.</param>
/// <param name="StoppedBy">Why not all was replayed; null when it was.</param>
internal sealed record Comparison(
    string Id, DateTimeOffset FinishedAt, string Tool, string Variant, string? Model, int Attempts, int Seed,
    ComparedSet Baseline, IReadOnlyList<ComparedCandidate> Candidates, IReadOnlyList<ComparedPlan> Plans,
    IReadOnlyList<string> HeldOut, string? StoppedBy)
{
    public const int CurrentSchema = 1;

    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>Null when no candidate of it has these prompts.</summary>
    public ComparedCandidate? Of(string fingerprint) =>
        Candidates.FirstOrDefault(candidate => candidate.Set.Fingerprint == fingerprint);
}

/// <summary>A prompt set that took part, and what all of its replays took.</summary>
/// <param name="Name">`active/&lt;tool&gt;/&lt;variant&gt;`, or the candidate's name, for people; what
/// counts is the next one.</param>
/// <param name="Fingerprint">Of the prompts' texts.</param>
/// <param name="Mean">Over plans; null when nothing was scored.</param>
/// <param name="Replays">That were scored.</param>
/// <param name="Unscored">That failed for reasons which are not the prompts'.</param>
/// <param name="CostSource">billed, imputed or unknown.</param>
/// <param name="Seconds">Of work, not of waiting side by side.</param>
internal sealed record ComparedSet(
    string Name, string Fingerprint, double? Mean, int Replays, int Unscored, decimal Cost, string CostSource, double Seconds);

/// <param name="Reason">One sentence on why the verdict is this one.</param>
/// <param name="Pairs">Plans that both it and the active prompts have a score of.</param>
/// <param name="Difference">Of the mean to that of the active prompts; null without a pair.</param>
/// <param name="Low">Of the interval around the difference, by bootstrap over plans.</param>
/// <param name="NoiseFloor">What the active prompts differ from themselves by; null when that is not known.</param>
internal sealed record ComparedCandidate(
    ComparedSet Set, ComparisonVerdict Verdict, string Reason, int Pairs, double? Difference, double? Low, double? High,
    double? NoiseFloor);

/// <param name="TrainedOn">Names of the candidates that were made from this plan's sample.</param>
/// <param name="Scores">Of the active prompts, by attempt.</param>
internal sealed record ComparedPlan(
    string PlanId, string BaseSha, IReadOnlyList<string> TrainedOn, IReadOnlyList<double> Scores,
    IReadOnlyList<PlanResult> Candidates);

/// <summary>How a candidate did on one plan.</summary>
/// <param name="Scores">By attempt.</param>
/// <param name="Difference">Of the mean to that of the active prompts; null when either has no score.</param>
internal sealed record PlanResult(string Name, string Fingerprint, IReadOnlyList<double> Scores, double? Difference);
