using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Configuration;
using LwCoder.Judges;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Training.Replays;

/// <summary>
/// `result.json`: what came of one replay. It is there once the replay is over and not before, whole.
/// </summary>
/// <param name="Outcome">Of the session, as in `run.json`; or `timed_out`, or `broken` when it came to none.</param>
/// <param name="Score">0 to 1; null when what happened is not the prompts' doing.</param>
/// <param name="TestScore">Null without tests.</param>
/// <param name="JudgeScore">Null without judges, or when there was nothing to judge.</param>
/// <param name="Tests">What the tests said with the change, in words.</param>
/// <param name="Spent">By the agent and the judges.</param>
/// <param name="ExitCode">Of the command: 0 when there is a score.</param>
internal sealed record ReplayResult(
    string PlanId, string PlanSha256, string BaseSha, int Attempt, string PromptFingerprint, string Tool, string? Model,
    string Outcome, string? Reason, double? Score, double? TestScore, double? JudgeScore, string? Tests, int FailToPass,
    int PassToFail, IReadOnlyList<JudgeScore> Judges, int Files, int Insertions, int Deletions, Spending Spent, double Seconds,
    int ExitCode)
{
    public const string TimedOut = "timed_out";
    public const string Broken = "broken";

    private const int CurrentSchema = 1;

    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; init; } = CurrentSchema;

    /// <summary>What tests, judges and reviewers said, to learn from; null without a score.</summary>
    public ReplayRemarks? Remarks { get; init; }

    /// <summary>Whether the next would fail in the same way: a provider, a login or a sandbox is not to be had.</summary>
    [JsonIgnore]
    public bool EndsAll => Score is null
        && (LwCoder.ExitCode)ExitCode
            is LwCoder.ExitCode.LimitReached or LwCoder.ExitCode.NeedsPerson or LwCoder.ExitCode.Environment;

    public string ToJson() => JsonSerializer.Serialize(this, ReplayJson.Default.ReplayResult);

    public void Write(string file) => AtomicFile.WriteText(file, ToJson() + "\n");

    /// <returns>Null when there is none, or none of this job.</returns>
    public static ReplayResult? Read(string file, ReplayJob job)
    {
        try
        {
            return BoundedFile.Read(file) is { } bytes
                && JsonSerializer.Deserialize(bytes, ReplayJson.Default.ReplayResult) is
                {
                    SchemaVersion: CurrentSchema, Spent: not null, Judges: not null,
                } result
                && result.IsOf(job)
                ? result
                : null;
        }
        catch (JsonException)
        {
            // Damaged, or of another lw_coder: as good as none, since the replay can be repeated.
            return null;
        }
    }

    /// <summary>`0.750 (tests 0.75), completed, $0.10, 12 s`.</summary>
    public string Describe() => Score is { } score
        ? string.Create(
            CultureInfo.InvariantCulture, $"{score:0.000} ({Parts()}), {Outcome}, {Spent.ToText()}, {Seconds:0} s")
        : $"no score, {Outcome}: {TerminalText.OneLine(Reason ?? "", 300)}";

    private string Parts() => string.Join(", ", new[]
    {
        Part("tests", TestScore), Part("judges", JudgeScore), Files == 0 ? "no change" : null,
    }.OfType<string>());

    private static string? Part(string name, double? score) =>
        score is { } known ? string.Create(CultureInfo.InvariantCulture, $"{name} {known:0.00}") : null;

    /// <summary>Of a replay that came to no score.</summary>
    public static ReplayResult Unscored(
        ReplayJob job, string outcome, string reason, Spending spent, double seconds, ExitCode exitCode) =>
        new(job.PlanId, job.PlanSha256, job.BaseSha, job.Attempt, job.PromptFingerprint, job.Tool, job.Model, outcome, reason,
            null, null, null, null, 0, 0, [], 0, 0, 0, spent, seconds, (int)exitCode);

    private bool IsOf(ReplayJob job) =>
        PlanId == job.PlanId && PlanSha256 == job.PlanSha256 && BaseSha == job.BaseSha && Attempt == job.Attempt
            && PromptFingerprint == job.PromptFingerprint && Tool == job.Tool && Model == job.Model;
}
