using LwCoder.Agents.Events;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>One run, from its empty folder to its outcome. Whatever happens in between, its work is collected.</summary>
internal sealed class CodeRun(
    RunPrompter prompter,
    RunCheckout checkout,
    RecordedSession sessions,
    PlanBackups backups,
    CacheSync answers,
    WorkCollector collector,
    WorkRescue rescue,
    RunEnding ending,
    Narrator narrator,
    TimeProvider time)
{
    /// <param name="recovery">What the run is to put right; null for a run of its own.</param>
    public async Task<FinishedRun> RunAsync(
        SessionContext context, PromptChoice prompts, OpenPlan plan, Worktree worktree, CodeRecovery? recovery,
        CancellationToken cancel)
    {
        var previousPatch = context.Runs.List(plan.Id).Select(earlier => earlier.PatchFile).FirstOrDefault(File.Exists);
        var run = Begin(context, plan, worktree, recovery);
        narrator.Step($"run directory {run.Directory.Path}");
        SessionReport? session = null;
        UserError? broken = null;
        CacheMirror? mirror = null;
        Task? backup = null;
        try
        {
            await (recovery is null
                ? prompter.PromptAsync(context, prompts, plan, worktree, run, cancel)
                : prompter.RecoverAsync(context, recovery, run, cancel));
            mirror = answers.Sharing(context.SharedAnswers).Mirror(worktree.Path, cancel);
            await checkout.SyncAsync(context, worktree, cancel);
            session = await sessions.RunAsync(
                context, worktree, run, request => request with
                {
                    Secrets = RunCheckout.SecretsIn(worktree),
                    Setup = checkout.SetupOf(context, plan, worktree, run),
                    Mounts = RunCheckout.MountsFor(context, plan),
                },
                sessionStarted: () => backup = BackUpAsync(context, plan), cancel);
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or UserError && cancel.IsCancellationRequested)
        {
            session = new SessionReport(new EventSummary(), new SessionEnd(EndedBy.User, null, Changed: false), 0)
            {
                Secrets = [.. Secret.FromEnvironment(context.Environment)],
            };
        }
        catch (UserError error)
        {
            broken = error;
        }
        run.Update(manifest => manifest with { State = RunState.Collecting });
        BringBackAnswers(worktree, mirror);
        await (backup ?? BackUpAsync(context, plan));
        var work = await collector.CollectAsync(
            context.Repository, worktree, run, previousPatch, session?.Secrets ?? [], CancellationToken.None);
        await ending.RecordAsync(context.Repository.Root, run, session, broken, work);
        if (session?.Kill is not null)
        {
            await rescue.KeepAsync(context.Repository, worktree, run, CancellationToken.None);
        }
        foreach (var note in work.Notes)
        {
            narrator.Notice(note);
        }
        return new FinishedRun(run.Directory, run.Manifest, broken);
    }

    /// <summary>Beside the session, whose start has no git process to spare for it.</summary>
    private async Task BackUpAsync(SessionContext context, OpenPlan plan)
    {
        try
        {
            await backups.SaveAsync(context.Repository, plan.Id, plan.Text, CancellationToken.None);
        }
        catch (UserError failed)
        {
            narrator.Warn($"the plan has no backup: {failed.Message}");
        }
    }

    private void BringBackAnswers(Worktree worktree, CacheMirror? mirror)
    {
        if (answers.BringBack(worktree.Path, mirror) is > 0 and var count)
        {
            narrator.Step($"model answers brought back from the worktree's cache: {count}");
        }
    }

    private RunRecord Begin(SessionContext context, OpenPlan plan, Worktree worktree, CodeRecovery? recovery)
    {
        var now = time.GetUtcNow();
        var directory = context.Runs.Create(plan.Id, now);
        return RunRecord.Begin(directory, new RunManifest
        {
            RunId = directory.Id.ToString(),
            PlanId = plan.Id,
            PlanPath = plan.Path,
            State = RunState.WorktreeReady,
            CreatedAt = now,
            Owner = ProcessIdentity.Current.ToString(),
            Worktree = worktree.Path,
            Branch = worktree.Branch,
            BaseSha = worktree.BaseSha,
            StartedFrom = worktree.StartedFrom,
            StartSha = worktree.Tip,
            Tool = context.Agent.Tool,
            Model = context.Model,
            Mode = context.Mode,
            Sandbox = context.Sandbox.Name,
            RecoveryOf = recovery?.ToNote(),
        });
    }
}
