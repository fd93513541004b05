using System.Text.Json;
using LwCoder.Platform;

namespace LwCoder.Runs;

/// <summary>
/// Writes `run.json` field by field, and <see cref="RunManifestReader"/> reads it so: every start of `code` does both, and
/// for a type of so many fields the serializer has 400 methods compiled first.
/// </summary>
internal static class RunManifestWriter
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    public static byte[] Write(RunManifest run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            Write(json, run);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, RunManifest run)
    {
        json.WriteNumber("schema_version", run.SchemaVersion);
        json.WriteString("run_id", run.RunId);
        json.WriteString("plan_id", run.PlanId);
        json.WriteString("plan_path", run.PlanPath);
        json.WriteString("state", run.State.Word());
        json.WriteString("outcome", run.Outcome);
        json.WriteString("reason", run.Reason);
        json.WriteString("created_at", run.CreatedAt);
        json.WriteTimeOrNull("started_at", run.StartedAt);
        json.WriteTimeOrNull("finished_at", run.FinishedAt);
        json.WriteString("owner", run.Owner);
        json.WriteString("worktree", run.Worktree);
        json.WriteString("branch", run.Branch);
        json.WriteString("base_sha", run.BaseSha);
        json.WriteString("started_from", run.StartedFrom);
        json.WriteString("start_sha", run.StartSha);
        json.WriteString("head_sha", run.HeadSha);
        json.WriteString("kept_ref", run.KeptRef);
        json.WriteString("rescue_ref", run.RescueRef);
        WriteObject(json, "recovery_of", run.RecoveryOf, Write);
        json.WriteString("ended_by", run.EndedBy);
        json.WriteString("killed_by", run.KilledBy);
        WriteObject(json, "diagnosis", run.Diagnosis, Write);
        json.WriteString("no_recovery", run.NoRecovery);
        json.WriteString("tool", run.Tool);
        json.WriteString("model", run.Model);
        json.WriteString("mode", run.Mode);
        WriteObject(json, "reported", run.Reported, Write);
        json.WriteString("sandbox", run.Sandbox);
        json.WriteString("image", run.Image);
        json.WriteString("prompt_fingerprint", run.PromptFingerprint);
        json.WriteString("prompt_source", run.PromptSource);
        WriteObject(json, "prompt_generation", run.PromptGeneration, Write);
        json.WriteString("session_id", run.SessionId);
        json.WriteString("agent_process", run.AgentProcess);
        json.WriteNumberOrNull("agent_exit_code", run.AgentExitCode);
        json.WriteNumberOrNull("exit_code", run.ExitCode);
        WriteObject(json, "tokens", run.Tokens, Write);
        json.WriteNumberOrNull("cost", run.Cost);
        json.WriteString("cost_source", run.CostSource);
        WriteObject(json, "changes", run.Changes, Write);
        json.WriteTexts("risks", run.Risks);
        json.WriteTexts("compiled_prompts", run.CompiledPrompts);
        json.WriteNumber("redactions", run.Redactions);
        json.WriteStartObject("artifacts");
        foreach (var (name, file) in run.Artifacts)
        {
            json.WriteString(name, file);
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReportedAgent agent)
    {
        json.WriteString("tool", agent.Tool);
        json.WriteString("version", agent.Version);
        json.WriteString("model", agent.Model);
        json.WriteString("mode", agent.Mode);
    }

    private static void Write(Utf8JsonWriter json, PromptGeneration generation)
    {
        json.WriteString("model", generation.Model);
        json.WriteString("base", generation.Base);
        json.WriteString("base_fingerprint", generation.BaseFingerprint);
        json.WriteNumber("calls", generation.Calls);
        json.WriteNumber("cache_hits", generation.CacheHits);
        WriteObject(json, "tokens", generation.Tokens, Write);
        json.WriteNumberOrNull("cost", generation.Cost);
        json.WriteString("cost_source", generation.CostSource);
    }

    private static void Write(Utf8JsonWriter json, RecoveryNote recovery)
    {
        json.WriteString("run", recovery.Run);
        json.WriteString("session", recovery.Session);
        json.WriteNumber("attempt", recovery.Attempt);
        json.WriteString("category", recovery.Category);
        json.WriteString("prompt", recovery.Prompt);
    }

    private static void Write(Utf8JsonWriter json, DiagnosisNote diagnosis)
    {
        json.WriteString("category", diagnosis.Category);
        json.WriteNumber("confidence", diagnosis.Confidence);
        json.WriteString("summary", diagnosis.Summary);
        json.WriteString("decided_by", diagnosis.DecidedBy);
    }

    private static void Write(Utf8JsonWriter json, TokenCounts tokens)
    {
        json.WriteNumber("in", tokens.In);
        json.WriteNumber("out", tokens.Out);
        json.WriteNumber("cached", tokens.Cached);
    }

    private static void Write(Utf8JsonWriter json, ChangeCounts changes)
    {
        json.WriteNumber("files", changes.Files);
        json.WriteNumber("insertions", changes.Insertions);
        json.WriteNumber("deletions", changes.Deletions);
        json.WriteNumber("commits", changes.Commits);
    }

    private static void WriteObject<T>(Utf8JsonWriter json, string name, T? value, Action<Utf8JsonWriter, T> write)
        where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        write(json, value);
        json.WriteEndObject();
    }
}
