using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Training.Replays;

/// <summary>
/// `job.json`: what one replay is to do. Beside it lie the commit, the plan, the prompts and the repository's settings, so that
/// one command can carry it out wherever the folder is seen. Nothing in it is secret.
/// </summary>
/// <param name="PlanSha256">Of the plan's text in the folder.</param>
/// <param name="Attempt">From 1: the same prompts on the same plan once more.</param>
/// <param name="PromptFingerprint">Of the prompts in the folder.</param>
/// <param name="Tool">As `--tool` calls it.</param>
/// <param name="Model">Null: the agent's own choice.</param>
/// <param name="WithTests">Whether it is known how the project is tested.</param>
/// <param name="WithJudges">Whether there are judges.</param>
/// <param name="LimitSeconds">For all of it, from start to score.</param>
/// <param name="Author">Whose name is on the commits.</param>
internal sealed record ReplayJob(
    string PlanId, string PlanSha256, string BaseSha, int Attempt, string PromptFingerprint, string Tool, string? Model,
    string Sandbox, bool WithTests, bool WithJudges, double LimitSeconds, ReplayAuthor Author)
{
    private const int CurrentSchema = 1;

    [JsonPropertyOrder(-1)]
    public int SchemaVersion { get; init; } = CurrentSchema;

    public void Write(string file) =>
        AtomicFile.WriteBytes(file, JsonSerializer.SerializeToUtf8Bytes(this, ReplayJson.Default.ReplayJob));

    /// <exception cref="UserError">There is none, or it is none of this schema.</exception>
    public static ReplayJob Read(string file)
    {
        try
        {
            return BoundedFile.Read(file) is { } bytes
                && JsonSerializer.Deserialize(bytes, ReplayJson.Default.ReplayJob) is
                {
                    SchemaVersion: CurrentSchema, PlanId: not null, PlanSha256: not null, BaseSha: not null, Tool: not null,
                    Sandbox: not null, PromptFingerprint: not null, LimitSeconds: > 0,
                    Author: { Name: not null, Email: not null },
                } job
                ? job
                : throw new UserError($"there is no job of schema {CurrentSchema} in {file}", Hint, ExitCode.Usage);
        }
        catch (JsonException error)
        {
            throw new UserError($"{file} is no job: {error.Message}", Hint, ExitCode.Usage, error);
        }
    }

    private const string Hint = "name a folder that `lw_coder candidates compare` has made";
}

internal sealed record ReplayAuthor(string Name, string Email);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ReplayJob))]
[JsonSerializable(typeof(ReplayResult))]
internal sealed partial class ReplayJson : JsonSerializerContext;
