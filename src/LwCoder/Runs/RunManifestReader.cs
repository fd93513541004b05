using System.Text.Json;

namespace LwCoder.Runs;

/// <summary>Reads what <see cref="RunManifestWriter"/> has written. Fields it does not know are passed over.</summary>
internal static class RunManifestReader
{
    /// <exception cref="JsonException">The text is no manifest of this schema.</exception>
    public static RunManifest Read(ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text);
        try
        {
            var version = document.RootElement.GetProperty("schema_version").GetInt32();
            return version <= RunManifest.CurrentSchema
                ? Read(document.RootElement, version)
                : throw new JsonException($"schema_version {version} was written by a newer lw_coder");
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new JsonException("a field is missing or of the wrong kind", wrong);
        }
    }

    private static RunManifest Read(JsonElement json, int version) => new()
    {
        SchemaVersion = version,
        RunId = Required(json, "run_id"),
        PlanId = Required(json, "plan_id"),
        PlanPath = Required(json, "plan_path"),
        State = RunStateWords.Parse(Required(json, "state")) ?? throw new JsonException("there is no such state"),
        Outcome = Text(json, "outcome"),
        Reason = Text(json, "reason"),
        CreatedAt = json.GetProperty("created_at").GetDateTimeOffset(),
        StartedAt = Field(json, "started_at")?.GetDateTimeOffset(),
        FinishedAt = Field(json, "finished_at")?.GetDateTimeOffset(),
        Owner = Required(json, "owner"),
        Worktree = Required(json, "worktree"),
        Branch = Required(json, "branch"),
        BaseSha = Required(json, "base_sha"),
        StartedFrom = Text(json, "started_from"),
        StartSha = Text(json, "start_sha"),
        HeadSha = Text(json, "head_sha"),
        KeptRef = Text(json, "kept_ref"),
        RescueRef = Text(json, "rescue_ref"),
        RecoveryOf = Field(json, "recovery_of") is { } recovery ? ReadRecovery(recovery) : null,
        EndedBy = Text(json, "ended_by"),
        KilledBy = Text(json, "killed_by"),
        Diagnosis = Field(json, "diagnosis") is { } diagnosis ? ReadDiagnosis(diagnosis) : null,
        NoRecovery = Text(json, "no_recovery"),
        Tool = Required(json, "tool"),
        Model = Text(json, "model"),
        Mode = Required(json, "mode"),
        Reported = Field(json, "reported") is { } agent ? ReadAgent(agent) : null,
        Sandbox = Required(json, "sandbox"),
        Image = Text(json, "image"),
        PromptFingerprint = Text(json, "prompt_fingerprint"),
        PromptSource = Text(json, "prompt_source"),
        PromptGeneration = Field(json, "prompt_generation") is { } generation ? ReadGeneration(generation) : null,
        SessionId = Text(json, "session_id"),
        AgentProcess = Text(json, "agent_process"),
        AgentExitCode = Field(json, "agent_exit_code")?.GetInt32(),
        ExitCode = Field(json, "exit_code")?.GetInt32(),
        Tokens = Field(json, "tokens") is { } tokens ? ReadTokens(tokens) : null,
        Cost = Field(json, "cost")?.GetDecimal(),
        CostSource = Text(json, "cost_source") ?? "unknown",
        Changes = Field(json, "changes") is { } changes ? ReadChanges(changes) : null,
        Risks = Field(json, "risks") is { } risks ? ReadTexts(risks) : [],
        CompiledPrompts = Field(json, "compiled_prompts") is { } compiled ? ReadTexts(compiled) : [],
        Redactions = Field(json, "redactions")?.GetInt32() ?? 0,
        Artifacts = Field(json, "artifacts") is { } artifacts ? ReadNamedTexts(artifacts) : new Dictionary<string, string>(),
    };

    private static ReportedAgent ReadAgent(JsonElement json) =>
        new(Required(json, "tool"), Text(json, "version"), Text(json, "model"), Text(json, "mode"));

    private static PromptGeneration ReadGeneration(JsonElement json) => new(
        Required(json, "model"), Required(json, "base"), Text(json, "base_fingerprint"), Count(json, "calls"),
        Count(json, "cache_hits"), Field(json, "cost")?.GetDecimal(), Required(json, "cost_source"))
    {
        Tokens = Field(json, "tokens") is { } tokens ? ReadTokens(tokens) : new TokenCounts(0, 0, 0),
    };

    private static RecoveryNote ReadRecovery(JsonElement json) =>
        new(Required(json, "run"), Text(json, "session"), Count(json, "attempt"), Required(json, "category"),
            Required(json, "prompt"));

    private static DiagnosisNote ReadDiagnosis(JsonElement json) => new(
        Required(json, "category"), json.GetProperty("confidence").GetDouble(), Required(json, "summary"),
        Required(json, "decided_by"));

    private static TokenCounts ReadTokens(JsonElement json) => new(
        json.GetProperty("in").GetInt64(), json.GetProperty("out").GetInt64(), json.GetProperty("cached").GetInt64());

    private static ChangeCounts ReadChanges(JsonElement json) =>
        new(Count(json, "files"), Count(json, "insertions"), Count(json, "deletions"), Count(json, "commits"));

    private static List<string> ReadTexts(JsonElement json)
    {
        var texts = new List<string>();
        foreach (var text in json.EnumerateArray())
        {
            texts.Add(text.GetString()!);
        }
        return texts;
    }

    private static Dictionary<string, string> ReadNamedTexts(JsonElement json)
    {
        var texts = new Dictionary<string, string>();
        foreach (var text in json.EnumerateObject())
        {
            texts[text.Name] = text.Value.GetString()!;
        }
        return texts;
    }

    private static string Required(JsonElement json, string name) =>
        Text(json, name) ?? throw new JsonException($"{name} is missing");

    private static string? Text(JsonElement json, string name) => Field(json, name)?.GetString();

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    /// <summary>Null when the field is missing or null.</summary>
    private static JsonElement? Field(JsonElement json, string name) =>
        json.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;
}
