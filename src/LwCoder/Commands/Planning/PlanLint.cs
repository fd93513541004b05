using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Planning;

/// <summary>`plan lint`: everything that `code` would refuse a plan for, without starting anything.</summary>
internal sealed class PlanLint(RepositoryReader repositories, WorktreeManager worktrees, TextWriter output)
{
    public async Task<int> RunAsync(PlanOptions.Lint options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        var plans = PlanCatalog.In(StateFolder.Of(repository.Root));
        var path = plans.Resolve(options.Plan, workingDirectory);
        try
        {
            Write(await CheckAsync(repository, plans, path, workingDirectory, cancel), workingDirectory, options.Json);
            return (int)ExitCode.Done;
        }
        catch (UserError problem) when (options.Json && !cancel.IsCancellationRequested)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteString("path", path);
                writer.WriteBoolean("valid", false);
                writer.WriteString("problem", problem.Message);
                writer.WriteString("fix", problem.Hint);
            });
            throw; // A person at the terminal reads it, and the exit code says it.
        }
    }

    private async Task<Plan> CheckAsync(
        RepositoryFacts repository, PlanCatalog plans, string path, string workingDirectory, CancellationToken cancel)
    {
        var plan = PlanFile.Read(path, workingDirectory).Plan;
        plans.RequireUnique(plan, workingDirectory);
        if (!plan.HasPlaceholderSha)
        {
            Refuse.UnlessCommit(repository, await worktrees.LookUpAsync(repository, plan.Id.Value, plan.GitSha, cancel));
        }
        return plan;
    }

    private void Write(Plan plan, string workingDirectory, bool json)
    {
        if (!json)
        {
            output.WriteLine($"{PlanPath.Shown(plan.Path, workingDirectory)}: valid, {plan.Status.ToWord()}");
            return;
        }
        JsonAnswer.Write(output, writer =>
        {
            writer.WriteString("path", plan.Path);
            writer.WriteBoolean("valid", true);
            writer.WriteString("plan_id", plan.Id.Value);
            writer.WriteString("status", plan.Status.ToWord());
        });
    }
}
