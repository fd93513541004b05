using LwCoder.Runs;

namespace LwCoder.Commands.Code;

/// <summary>The story of `recover`: it is `code` with the run's own plan, agent and sandbox, from where that run ended.</summary>
internal sealed class RecoverHandler(
    Func<CancellationToken, Task<RunCatalog>> runsHere, CodeHandler code, RecoveryRatesReport rates)
{
    public async Task<int> RunAsync(RecoverOptions options, string workingDirectory, CancellationToken cancel)
    {
        var runs = await runsHere(cancel);
        if (options.Rates)
        {
            rates.Write(runs, options.Json);
            return (int)ExitCode.Done;
        }
        var run = runs.Find(options.Run);
        var manifest = run.ReadManifest();
        if (manifest.Outcome == "completed")
        {
            throw new UserError($"the run {run.Id} is completed", $"see it with 'lw_coder runs show {run.Id}'");
        }
        if (!File.Exists(run.PromptFile))
        {
            throw new UserError(
                $"the run {run.Id} never came to a session", $"start anew with 'lw_coder code {manifest.PlanArgument}'");
        }
        var newest = runs.Find(run.Id.PlanId);
        return newest.Id == run.Id
            ? await code.RunAsync(
                new CodeOptions(manifest.PlanArgument)
                {
                    Recovers = run,
                    Session = options.Session with
                    {
                        Tool = options.Session.Tool ?? manifest.Tool,
                        Model = options.Session.Model ?? manifest.Model,
                        Sandbox = options.Session.Sandbox ?? manifest.Sandbox,
                    },
                    Json = options.Json,
                },
                workingDirectory,
                cancel)
            : throw new UserError(
                $"the worktree has gone on since {run.Id}: {newest.Id} came after it", $"run 'lw_coder recover {newest.Id}'");
    }
}
