using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Planning;

/// <summary>`plan lint`: everything that `code` would refuse a plan for, without starting anything.</summary>
internal sealed class PlanLint(RepositoryReader repositories, WorktreeManager worktrees, TextWriter output)
{
    public async Task<int> RunAsync(string name, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var plans = new PlanCatalog(Path.Combine(repository.Root, ".lw_coder", "tasks"));
        var plan = PlanFile.Read(plans.Resolve(name, workingDirectory), workingDirectory).Plan;
        plans.RequireUnique(plan, workingDirectory);
        if (!plan.HasPlaceholderSha)
        {
            Refuse.UnlessCommit(repository, await worktrees.LookUpAsync(repository, plan.Id.Value, plan.GitSha, cancel));
        }
        output.WriteLine($"{PlanPath.Shown(plan.Path, workingDirectory)}: valid, {plan.Status.ToWord()}");
        return (int)ExitCode.Done;
    }
}
