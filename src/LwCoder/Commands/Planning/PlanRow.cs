using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Plans;
using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder.Commands.Planning;

/// <summary>One plan as `plan list` shows it.</summary>
/// <param name="Id">The plan_id, or the file's name where there is none.</param>
/// <param name="Status">As in the file; `invalid` for what is no status.</param>
/// <param name="Since">When it was created, as it says itself, else when its file was last changed.</param>
/// <param name="Worktree">Full path; null when there is none.</param>
/// <param name="LastRun">Null when it was never run, or the record cannot be read.</param>
internal sealed record PlanRow(
    string Id, string File, string Status, DateTimeOffset Since, string? Worktree, RunManifest? LastRun)
{
    private const string Invalid = "invalid";

    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <param name="withRuns">Plans that have runs, to spare the others a look.</param>
    public static PlanRow Read(string file, string stateFolder, RunCatalog runs, IReadOnlySet<string> withRuns)
    {
        var summary = PlanHead.ReadSummary(file);
        var id = summary?.Id ?? Path.GetFileNameWithoutExtension(file);
        var isUsable = PlanId.Problem(id) is null;
        var worktree = Path.Combine(stateFolder, StateFolder.Worktrees, id);
        return new PlanRow(
            id,
            file,
            isUsable && PlanStatusWords.Parse(summary?.Status ?? "") is { } status ? status.ToWord() : Invalid,
            DateTimeOffset.TryParse(
                summary?.CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
                ? created : new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(file)),
            isUsable && Directory.Exists(worktree) ? worktree : null,
            isUsable && withRuns.Contains(id) ? runs.List(id).FirstOrDefault()?.TryReadManifest() : null);
    }

    /// <summary>What a person has to do before it goes on; null when nothing, or an agent is at work.</summary>
    public string? NeedsMe => (Status, LastRun) switch
    {
        (Invalid, _) => $"correct it: lw_coder plan lint {Path.GetFileName(File)}",
        ("done" or "abandoned", _) => null,
        (_, { State: not RunState.Finished } run) => IsAlive(run) ? null : "its run was killed: run it again",
        ("implemented", _) => "review it",
        (_, null or { Outcome: "completed" or "cancelled" }) => null,
        (_, { Outcome: "login_required" } run) => $"log {run.Tool} in",
        (_, { Outcome: "limit_reached" }) => "wait for the limit, or raise it",
        (_, { Outcome: "needs_person" }) => "answer what the agent asks for",
        (_, { } run) => $"see why it ended: lw_coder runs logs {run.RunId}",
    };

    public bool IsRunning => LastRun is { State: not RunState.Finished } run && IsAlive(run);

    private static bool IsAlive(RunManifest run) => ProcessIdentity.TryParse(run.Owner) is { MayBeAlive: true };
}
