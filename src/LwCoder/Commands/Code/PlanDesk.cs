using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>A plan that was found fit, and where its work starts.</summary>
/// <param name="Plan">As it will be once coding has begun: with a real git_sha.</param>
/// <param name="Text">The file as it was found, byte for byte.</param>
/// <param name="Argument">How the user named it, to be told how to name it again.</param>
internal sealed record OpenPlan(Plan Plan, byte[] Text, string Argument, string WorkingDirectory, StartingPoint Start)
{
    public string Id => Plan.Id.Value;

    public string Path => Plan.Path;
}

/// <summary>Opens the plan of a run and keeps its status true: coding while it runs, then implemented, or back.</summary>
internal sealed class PlanDesk(WorktreeManager worktrees, PlanBase planBase, Narrator narrator)
{
    /// <summary>Reads and checks, and changes nothing.</summary>
    public async Task<OpenPlan> ReadAsync(
        RepositoryFacts repository, string name, string workingDirectory, CancellationToken cancel)
    {
        var plans = PlanCatalog.In(StateFolder.Of(repository.Root));
        var path = plans.Resolve(name, workingDirectory);
        var file = PlanFile.Read(path, workingDirectory);
        var plan = file.Plan;
        plans.RequireUnique(plan, workingDirectory);
        PlanStatusRules.RequireCodable(plan);

        var sha = plan.HasPlaceholderSha ? BranchRecord.BaseOf(repository, plan.Id.Value) ?? repository.Head : plan.GitSha;
        var start = await worktrees.LookUpAsync(repository, plan.Id.Value, sha, cancel);
        Refuse.UnlessCommit(repository, start, Path.GetRelativePath(workingDirectory, path));
        return new OpenPlan(plan with { GitSha = start.BaseSha }, file.ToBytes(), name, workingDirectory, start);
    }

    /// <summary>Where the work starts when HEAD is elsewhere by now.</summary>
    public async Task<OpenPlan> SettleStartAsync(
        RepositoryFacts repository, OpenPlan plan, bool rebase, CancellationToken cancel)
    {
        if (plan.Start.BaseSha == repository.Head)
        {
            return plan;
        }
        var start = await LookAtHeadAsync(repository, plan.Start, rebase, cancel);
        return plan with { Plan = plan.Plan with { GitSha = start.BaseSha }, Start = start };
    }

    public static void BeginCoding(OpenPlan open)
    {
        var file = PlanFile.Read(open.Path, open.WorkingDirectory);
        file.Rewrite(PlanStatus.Coding, file.Plan.GitSha == open.Plan.GitSha ? null : open.Plan.GitSha);
    }

    /// <summary>The run counts, whatever a person did to the plan meanwhile: a plan that cannot be marked is a warning.</summary>
    public void EndCoding(OpenPlan open, bool implemented)
    {
        try
        {
            var file = PlanFile.Read(open.Path, open.WorkingDirectory);
            if (file.Plan.Status == PlanStatus.Coding)
            {
                file.Rewrite(implemented ? PlanStatus.Implemented : PlanStatusRules.AfterFailure(open.Plan.Status));
            }
        }
        catch (UserError changed)
        {
            narrator.Warn($"the plan's status could not be brought up to date: {changed.Message}");
        }
    }

    private async Task<StartingPoint> LookAtHeadAsync(
        RepositoryFacts repository, StartingPoint start, bool rebase, CancellationToken cancel)
    {
        if (!rebase)
        {
            narrator.Notice($"HEAD is at {ObjectId.Short(repository.Head)}, but the plan starts at "
                + $"{ObjectId.Short(start.BaseSha)}, and so does its worktree; --rebase-plan moves the plan to HEAD");
            return start;
        }
        await planBase.MoveAsync(repository, start, repository.Head, cancel);
        narrator.Step($"the plan now starts at {ObjectId.Short(repository.Head)} instead of {ObjectId.Short(start.BaseSha)}");
        return await worktrees.LookUpAsync(repository, start.PlanId, repository.Head, cancel);
    }
}
