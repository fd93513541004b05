using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Judges;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes.Images;
using LwCoder.Sessions;

namespace LwCoder.Training.Replays;

/// <summary>
/// lw_coder in a replay's own repository, with an empty cache: an answer of another attempt would be no attempt.
/// </summary>
/// <param name="RunAsync">Runs a command line and returns its exit code.</param>
internal sealed record ReplayScene(Func<string[], Task<int>> RunAsync, ReplayEvaluation Evaluation);

/// <summary>Carries a plan out once more and scores what came of it. Everything happens in the replay's folder.</summary>
/// <param name="open">Opens the scene in a repository, with a folder for its cache.</param>
internal sealed class Replay(
    ReplayRepository repository, RepositoryImages images, Func<string, string, CancellationToken, ReplayScene> open,
    Narrator narrator, TimeProvider time)
{
    /// <param name="trust">`--trust`: the user has allowed what the settings in the folder ask for.</param>
    /// <exception cref="UserError">There is no job in the folder.</exception>
    public async Task<ReplayResult> RunAsync(ReplayFolder folder, bool trust, CancellationToken cancel)
    {
        var job = ReplayJob.Read(folder.JobFile);
        if (ReplayResult.Read(folder.Result, job) is { } done)
        {
            narrator.Step($"known: {folder.Result}");
            return done;
        }
        FolderRemoval.TryRemove(folder.Work);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(job.LimitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        var attempt = new Attempt(job, time);
        ReplayResult result;
        try
        {
            result = await CarryOutAsync(folder, attempt, trust, either.Token);
        }
        catch (Exception ended) when (
            ended is OperationCanceledException or UserError && limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            result = attempt.Unscored(
                ReplayResult.TimedOut, $"it took longer than {TimeSpan.FromSeconds(job.LimitSeconds)}", ExitCode.Failed);
        }
        catch (UserError error) when (!cancel.IsCancellationRequested)
        {
            result = attempt.Unscored(ReplayResult.Broken, error.Message, error.ExitCode);
        }
        cancel.ThrowIfCancellationRequested();
        result.Write(folder.Result);
        if (!FolderRemoval.TryRemove(folder.Work))
        {
            narrator.Warn($"{folder.Work} cannot be removed");
        }
        return result;
    }

    private async Task<ReplayResult> CarryOutAsync(ReplayFolder folder, Attempt attempt, bool trust, CancellationToken cancel)
    {
        var job = attempt.Job;
        var root = await repository.UnpackAsync(folder, job, cancel);
        try
        {
            return await CarryOutAsync(root, folder, attempt, trust, cancel);
        }
        finally
        {
            if (job.Sandbox == "docker")
            {
                await images.RemoveAsync(root, CancellationToken.None);
            }
        }
    }

    private async Task<ReplayResult> CarryOutAsync(
        string root, ReplayFolder folder, Attempt attempt, bool trust, CancellationToken cancel)
    {
        var job = attempt.Job;
        var scene = open(root, Path.Combine(folder.Work, "cache"), cancel);
        string?[] code =
        [
            "code", job.PlanId, "--tool", job.Tool, "--sandbox", job.Sandbox, "--prompts", "active", "--headless", "--no-hooks",
            job.Model is null ? null : "--model", job.Model, trust ? "--trust" : null,
        ];
        var exitCode = (ExitCode)await scene.RunAsync([.. code.OfType<string>()]);
        var run = RunCatalog.In(StateFolder.Of(root)).List(job.PlanId).FirstOrDefault();
        var manifest = run?.TryReadManifest();
        if (run is not null && manifest is not null)
        {
            // Also of a session that the limit has ended.
            attempt.Add(Spending.Of(manifest.Cost, manifest.CostSource));
            Keep(run.TraceFile, folder.Trace);
            Keep(run.PatchFile, folder.Patch);
        }
        cancel.ThrowIfCancellationRequested();
        if (run is null || manifest?.Outcome is null)
        {
            return attempt.Unscored(ReplayResult.Broken, "it came to no session; see its log", exitCode);
        }
        if (manifest.PromptFingerprint != job.PromptFingerprint)
        {
            return attempt.Unscored(
                ReplayResult.Broken, $"it ran with the prompts {manifest.PromptFingerprint}", ExitCode.Environment);
        }
        if (!ReplayBlame.IsThePrompts(run, manifest))
        {
            return attempt.Unscored(manifest.Outcome, manifest.Reason ?? "", exitCode);
        }
        return manifest.Changes is { Files: > 0 }
            ? attempt.Scored(run, manifest, await EvaluateAsync())
            : attempt.Scored(run, manifest, findings: null);

        Task<ReplayFindings> EvaluateAsync() => scene.Evaluation.RunAsync(
            folder, job, root,
            new SessionChoices { Tool = job.Tool, Sandbox = job.Sandbox, Headless = true, Trust = trust, NoHooks = true },
            cancel);
    }

    private static void Keep(string file, string target)
    {
        if (File.Exists(file) && !Paths.IsLink(file))
        {
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>What is known so far of one attempt.</summary>
    private sealed class Attempt(ReplayJob job, TimeProvider time)
    {
        private readonly long _start = time.GetTimestamp();
        private Spending _spent = Spending.None;

        public ReplayJob Job => job;

        public void Add(Spending spent) => _spent += spent;

        public ReplayResult Unscored(string outcome, string reason, ExitCode exitCode) => ReplayResult.Unscored(
            job, outcome, reason, _spent, Seconds, exitCode == ExitCode.Done ? ExitCode.Failed : exitCode);

        /// <param name="findings">Null when nothing was changed, which is worth nothing.</param>
        /// <returns>Without a score when a judge failed.</returns>
        public ReplayResult Scored(RunDirectory run, RunManifest manifest, ReplayFindings? findings)
        {
            var (tests, panel) = (findings?.Tests, findings?.Panel);
            Add(panel is null ? Spending.None : Spending.Of(panel.Usage));
            if (panel?.Failure is { } failed)
            {
                // What the others say is the score of other judges.
                return Unscored(ReplayResult.Broken, failed.Message, failed.ExitCode);
            }
            double? ofTests = tests is null ? null : ReplayScore.OfTests(tests.Before, tests.After);
            return new ReplayResult(
                job.PlanId, job.PlanSha256, job.BaseSha, job.Attempt, job.PromptFingerprint, job.Tool, job.Model,
                manifest.Outcome!, manifest.Reason, findings is null ? 0 : ReplayScore.Of(ofTests, panel?.WeightedScore), ofTests,
                panel?.WeightedScore, tests?.After.Summary, tests?.Transitions?.FailToPass.Count ?? 0,
                tests?.Transitions?.PassToFail.Count ?? 0,
                [.. panel?.Judgements.Select(one => new JudgeScore(one.Judge.Name, one.Judge.Weight, one.Score)) ?? []],
                manifest.Changes?.Files ?? 0, manifest.Changes?.Insertions ?? 0, manifest.Changes?.Deletions ?? 0,
                _spent, Seconds, (int)ExitCode.Done)
            {
                Remarks = ReplayRemarks.Of(run, findings),
            };
        }

        private double Seconds => Math.Round(time.GetElapsedTime(_start).TotalSeconds, 1);
    }
}
