using System.Security.Cryptography;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation;

/// <summary>
/// Finds the complete change of a plan: in its worktree, committed or not; once that is gone, in the patch of its newest run.
/// </summary>
/// <param name="secrets">Those that no kept patch may hold, as far as they are known when a change is looked for.</param>
internal sealed class PlanChanges(GitCli git, WorktreeManager worktrees, Func<IEnumerable<Secret>> secrets)
{
    /// <summary>Keeps the worktree's patch in <paramref name="folder"/>, without secrets.</summary>
    /// <returns>To be disposed when nothing is to be applied any more.</returns>
    /// <exception cref="UserError">There is no change, or its base is not known here.</exception>
    public async Task<PlanChange> FindAsync(
        RepositoryFacts facts, RunCatalog runs, Plan plan, EvaluationFolder folder, CancellationToken cancel)
    {
        var path = WorktreeManager.PathOf(facts, plan.Id.Value);
        Refuse.Links(facts, path);
        var change = AdminDirectory.Find(facts.CommonDirectory, path) is { } admin && Directory.Exists(path)
            ? await OfWorktreeAsync(facts, plan, path, admin, folder, cancel)
            : await OfNewestRunAsync(facts, runs, plan, cancel);
        if (change.Files.Count > 0)
        {
            return change;
        }
        change.Dispose();
        throw new UserError(
            $"the worktree {path} does not differ from {ObjectId.Short(change.BaseSha)}, where plan '{plan.Id}' starts",
            $"have it carried out with 'lw_coder code {plan.Id}'");
    }

    private async Task<PlanChange> OfWorktreeAsync(
        RepositoryFacts facts, Plan plan, string path, AdminDirectory admin, EvaluationFolder folder, CancellationToken cancel)
    {
        var start = await worktrees.LookUpAsync(facts, plan.Id.Value, BaseOf(facts, plan), cancel);
        Refuse.UnlessCommit(facts, start, plan.Path);
        var worktree = new Worktree(
            path, admin.Path, plan.Id.Value, start.BaseSha, start.BranchTip ?? start.BaseSha,
            StartedFrom: null, Created: false, []);
        var exact = new ExactPatch();
        try
        {
            var lent = SyncRecord.Read(admin.Path)?.Files.Select(copy => copy.Path) ?? [];
            await new ChangePatch(git).WriteAsync(facts, worktree, exact.Path, [.. lent], cancel);
            PatchRedaction.Copy(exact.Path, folder.PatchFile, secrets());
            var change = await ReadAsync(exact.Path, start.BaseSha, PlanChange.Worktree, cancel);
            return change with { PatchFile = folder.PatchFile, Exact = exact };
        }
        catch
        {
            exact.Dispose();
            throw;
        }
    }

    private async Task<PlanChange> OfNewestRunAsync(RepositoryFacts facts, RunCatalog runs, Plan plan, CancellationToken cancel)
    {
        var run = runs.List(plan.Id.Value).FirstOrDefault(run => new FileInfo(run.PatchFile) is { Exists: true, Length: > 0 })
            ?? throw new UserError(
                $"plan '{plan.Id}' has neither a worktree nor a run with a change",
                $"have it carried out with 'lw_coder code {plan.Id}'");
        var start = await worktrees.LookUpAsync(facts, plan.Id.Value, run.ReadManifest().BaseSha, cancel);
        Refuse.UnlessCommit(facts, start, run.ManifestFile);
        return await ReadAsync(run.PatchFile, start.BaseSha, run.Id.ToString(), cancel);
    }

    private static string BaseOf(RepositoryFacts facts, Plan plan) => plan.HasPlaceholderSha
        ? BranchRecord.BaseOf(facts, plan.Id.Value) ?? throw new UserError(
            $"plan '{plan.Id}' names no commit to compare its worktree with", "write git_sha into the plan")
        : plan.GitSha;

    private static async Task<PlanChange> ReadAsync(string patch, string baseSha, string source, CancellationToken cancel)
    {
        await using var content = File.OpenRead(patch);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
        return new PlanChange(baseSha, source, patch, hash, PatchReader.ReadFile(patch));
    }
}
