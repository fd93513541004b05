using System.Globalization;
using System.Text.Json;

namespace LwCoder.Runs;

/// <summary>
/// The facts of one run, kept in its `run.json` and rewritten as a whole at every change of <see cref="State"/>. Times are
/// UTC, paths absolute, money US dollars; null means not known or not yet.
/// </summary>
internal sealed record RunManifest
{
    public const int CurrentSchema = 1;

    public int SchemaVersion { get; init; } = CurrentSchema;
    public required string RunId { get; init; }
    public required string PlanId { get; init; }

    /// <summary>Where the plan's file was when the run started.</summary>
    public required string PlanPath { get; init; }

    public RunState State { get; init; }

    /// <summary>The outcome's name (`completed`, `agent_hung`, …) once <see cref="State"/> is finished.</summary>
    public string? Outcome { get; init; }

    /// <summary>One sentence on why it ended that way.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The lw_coder process that runs it: `host:pid:start`.</summary>
    public required string Owner { get; init; }

    public required string Worktree { get; init; }
    public required string Branch { get; init; }

    /// <summary>The commit the plan starts from: what patches and risks are measured against.</summary>
    public required string BaseSha { get; init; }

    /// <summary>The branch the user was on when the worktree was made; null on a detached HEAD.</summary>
    public string? StartedFrom { get; init; }

    /// <summary>The branch's tip when the run began, and after its commits were collected.</summary>
    public string? StartSha { get; init; }
    public string? HeadSha { get; init; }

    /// <summary>The ref that keeps what an agent had not committed when the governor ended it.</summary>
    public string? RescueRef { get; init; }

    /// <summary>The ref that keeps commits which could not be put on the branch.</summary>
    public string? KeptRef { get; init; }

    /// <summary>The run that went wrong before and that this one is to put right; null for a run of its own.</summary>
    public RecoveryNote? RecoveryOf { get; init; }

    /// <summary>Compiled prompts that had a part in it, as `id vN`.</summary>
    public IReadOnlyList<string> CompiledPrompts { get; init; } = [];

    /// <summary>Who ended the session: `itself`, `idle_timeout`, `session_timeout`, `governor`, `lost`, …</summary>
    public string? EndedBy { get; init; }

    /// <summary>What the governor ended the session for: `tool_cycle`, `cost_overflow`, …</summary>
    public string? KilledBy { get; init; }

    /// <summary>What was found to be wrong with a run that did not complete; `diagnosis.json` has all of it.</summary>
    public DiagnosisNote? Diagnosis { get; init; }

    /// <summary>Why `code` let no other run put it right; null where one did, or nobody asked.</summary>
    public string? NoRecovery { get; init; }

    public required string Tool { get; init; }
    public string? Model { get; init; }
    public required string Mode { get; init; }

    /// <summary>What the agent itself said it was, beside what was asked for above.</summary>
    public ReportedAgent? Reported { get; init; }

    public required string Sandbox { get; init; }
    public string? Image { get; init; }
    public string? PromptFingerprint { get; init; }

    /// <summary>`generated`, or the folder of the active prompts under `.lw_coder`.</summary>
    public string? PromptSource { get; init; }

    /// <summary>
    /// What generating the prompts took, apart from the session's <see cref="Cost"/>, also if it failed and the active ones
    /// were used; null when no model was asked.
    /// </summary>
    public PromptGeneration? PromptGeneration { get; init; }
    public string? SessionId { get; init; }

    /// <summary>Of the active prompts, which the run's are or were generated from; null when that is not known.</summary>
    public string? ActivePromptFingerprint => HasGeneratedPrompts ? PromptGeneration?.BaseFingerprint : PromptFingerprint;

    /// <summary>Their folder under `.lw_coder`.</summary>
    public string? ActivePromptFolder => HasGeneratedPrompts ? PromptGeneration?.Base : PromptSource;

    /// <summary>The process on this machine that runs the agent or its container: `host:pid:start`.</summary>
    public string? AgentProcess { get; init; }

    /// <summary>The agent's own exit code.</summary>
    public int? AgentExitCode { get; init; }

    /// <summary>lw_coder's exit code.</summary>
    public int? ExitCode { get; init; }

    public TokenCounts? Tokens { get; init; }
    public decimal? Cost { get; init; }

    /// <summary>billed, imputed or unknown: who pays, also where nobody told how much.</summary>
    public string CostSource { get; init; } = "unknown";

    public ChangeCounts? Changes { get; init; }

    /// <summary>What a reviewer should look at first, see docs/security.md.</summary>
    public IReadOnlyList<string> Risks { get; init; } = [];

    /// <summary>How many secrets were found in the session's texts and replaced.</summary>
    public int Redactions { get; init; }

    /// <summary>Name to file, relative to the run directory.</summary>
    public IReadOnlyDictionary<string, string> Artifacts { get; init; } = new Dictionary<string, string>();

    private bool HasGeneratedPrompts => PromptSource == "generated";

    /// <summary>The plan as a person would name it to a command.</summary>
    public string PlanArgument => Path.GetFileNameWithoutExtension(PlanPath) == PlanId ? PlanId : PlanPath;

    public byte[] ToJson() => RunManifestWriter.Write(this);

    /// <exception cref="JsonException">The text is no manifest of this schema.</exception>
    public static RunManifest FromJson(ReadOnlyMemory<byte> json) => RunManifestReader.Read(json);
}

internal sealed record ReportedAgent(string Tool, string? Version, string? Model, string? Mode);

/// <param name="Base">The active prompts they were made from, under `.lw_coder`.</param>
/// <param name="BaseFingerprint">Of those; null in records of older versions.</param>
/// <param name="Calls">Calls of the model; 0 when the cache had the answer.</param>
internal sealed record PromptGeneration(
    string Model, string Base, string? BaseFingerprint, int Calls, int CacheHits, decimal? Cost, string CostSource)
{
    /// <summary>None in records of older versions.</summary>
    public TokenCounts Tokens { get; init; } = new(0, 0, 0);
}

/// <param name="Run">The run before it, by its id.</param>
/// <param name="Session">The agent's session of that run; null when it never came to one.</param>
/// <param name="Attempt">From 1: how many runs since the first one.</param>
/// <param name="Category">What was wrong with the run before.</param>
/// <param name="Prompt">`template`, or the version of the compiled prompt it was told by.</param>
internal sealed record RecoveryNote(string Run, string? Session, int Attempt, string Category, string Prompt);

/// <param name="DecidedBy">outcome, rules or classifier.</param>
internal sealed record DiagnosisNote(string Category, double Confidence, string Summary, string DecidedBy);

internal sealed record TokenCounts(long In, long Out, long Cached);

internal sealed record ChangeCounts(int Files, int Insertions, int Deletions, int Commits)
{
    /// <summary>As people write it: `1 file, +2 -0, 3 commits`.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"{Count(Files, "file")}, +{Insertions} -{Deletions}, {Count(Commits, "commit")}");

    private static string Count(int number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {noun}{(number == 1 ? "" : "s")}");
}
