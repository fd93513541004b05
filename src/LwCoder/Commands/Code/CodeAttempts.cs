using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Governing;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>
/// A run and, when it went wrong in a way that a word can put right, the runs that try to. All of them together have what one
/// run may use up.
/// </summary>
internal sealed class CodeAttempts(
    CodeRun runner, RunDiagnosis diagnoses, RecoveryPrompter prompter, Narrator narrator, TimeProvider time)
{
    /// <param name="failed">A run that went wrong earlier, which somebody wants put right; null to begin with a run.</param>
    /// <returns>The last of the runs.</returns>
    /// <exception cref="UserError">Another attempt cannot put right what was wrong with <paramref name="failed"/>.</exception>
    public async Task<FinishedRun> RunAsync(
        SessionContext context, PromptChoice prompts, OpenPlan plan, Worktree worktree, RunDirectory? failed,
        CancellationToken cancel)
    {
        context = context with { Budget = new RunBudget(RunLimits.From(context.Settings), time) };
        var run = failed is null
            ? await runner.RunAsync(context, prompts, plan, worktree, recovery: null, cancel)
            : new FinishedRun(failed, failed.ReadManifest(), Broken: null);
        var earlier = run.Manifest.RecoveryOf?.Attempt ?? 0;
        var rules = new RecoveryRules(context.Settings, context.Budget!, byHand: failed is not null);
        for (var attempt = 1; !run.IsCompleted; attempt++)
        {
            var report = await DiagnoseAsync(context, run.Directory);
            run = run with { Manifest = run.Directory.ReadManifest() };
            if (rules.WhyNot(report, attempt, isAlone: !context.Interactive) is { } reason)
            {
                if (failed is not null && attempt == 1)
                {
                    throw new UserError(
                        $"the run {failed.Id} cannot be recovered: {reason}", NextStep.After(run.Manifest, report.Category));
                }
                narrator.Step($"no recovery: {reason}");
                var record = new RunRecord(run.Directory, run.Manifest);
                record.Update(manifest => manifest with { NoRecovery = reason });
                run = run with { Manifest = record.Manifest };
                break;
            }
            cancel.ThrowIfCancellationRequested();
            var prompt = await prompter.WriteAsync(context.Repository.Root, context.Settings, report, cancel);
            var recovery = new CodeRecovery(run.Directory, earlier + attempt, report, prompt);
            var model = rules.ModelFor(report, context.Agent.Tool, context.Model, run.Manifest.Reported?.Model);
            narrator.Step(string.Create(
                CultureInfo.InvariantCulture, $"recovery {recovery.Attempt} from {report.Category.Name()}")
                + (model is null ? "" : $", with {model}"));
            worktree = worktree with { Tip = run.Manifest.HeadSha ?? worktree.Tip };
            run = await runner.RunAsync(
                context with { OtherModel = model ?? context.OtherModel }, prompts, plan, worktree, recovery, cancel);
        }
        return run;
    }

    /// <summary>Finds out what was wrong with a run that is over, keeps it and tells it.</summary>
    public async Task<DiagnosisReport> DiagnoseAsync(SessionContext context, RunDirectory run)
    {
        var report = await diagnoses.DiagnoseAsync(
            run, context.Repository.Root, context.Settings, context.Models, CancellationToken.None);
        narrator.Step(string.Create(
            CultureInfo.InvariantCulture,
            $"diagnosis: {report.Category.Name()} ({report.Confidence:0.00}, by {report.DecidedBy}): {report.Finding.Summary}"));
        return report;
    }
}
