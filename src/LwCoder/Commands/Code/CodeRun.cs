using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>One run, from its empty folder to its outcome. Whatever happens in between, its work is collected.</summary>
internal sealed class CodeRun(
    SessionGit git,
    RunPrompter prompter,
    DroidSession sessions,
    CacheSync answers,
    WorkCollector collector,
    RunEnding ending,
    HomeLayout home,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<FinishedRun> RunAsync(CodeContext context, OpenPlan plan, Worktree worktree, CancellationToken cancel)
    {
        var previousPatch = context.Runs.List(plan.Id).Select(earlier => earlier.PatchFile).FirstOrDefault(File.Exists);
        var run = Begin(context, plan, worktree);
        narrator.Step($"run directory {run.Directory.Path}");
        SessionReport? session = null;
        UserError? broken = null;
        CacheMirror? mirror = null;
        try
        {
            await prompter.PromptAsync(context, plan, worktree, run, cancel);
            mirror = answers.Sharing(context.SharedAnswers).Mirror(worktree.Path, cancel);
            session = await StartAsync(context, worktree, run, cancel);
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
        var secrets = session?.Secrets ?? [];
        var work = await collector.CollectAsync(
            context.Repository, worktree, run, previousPatch, secrets, CancellationToken.None);
        ending.Record(run, session, broken, work);
        foreach (var note in work.Notes)
        {
            narrator.Notice(note);
        }
        return new FinishedRun(run.Directory, run.Manifest, broken);
    }

    private void BringBackAnswers(Worktree worktree, CacheMirror? mirror)
    {
        if (answers.BringBack(worktree.Path, mirror) is > 0 and var count)
        {
            narrator.Step($"model answers brought back from the worktree's cache: {count}");
        }
    }

    private RunRecord Begin(CodeContext context, OpenPlan plan, Worktree worktree)
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
        });
    }

    private async Task<SessionReport> StartAsync(CodeContext context, Worktree worktree, RunRecord run, CancellationToken cancel)
    {
        var request = new SessionRequest
        {
            Agent = context.Agent,
            Sandbox = context.Sandbox,
            Run = run.Directory,
            RepositoryRoot = context.Repository.Root,
            Worktree = worktree.Path,
            Git = await git.PrepareAsync(context, worktree, run.Directory.Path, cancel),
            UserHome = home.UserHome,
            Model = context.Model,
            Models = context.Models,
            MaxSteps = context.Settings.Get(CodeSettings.MaxSteps) ?? int.MaxValue,
            MaxCost = context.Settings.Get(CodeSettings.MaxCost) ?? decimal.MaxValue,
            Interactive = context.Interactive,
            Limits = context.SessionLimits,
            SandboxLimits = context.SandboxLimits,
            Environment = context.Environment,
            DockerRunArguments = context.Settings.Get(CodeSettings.DockerRunArgs),
            DockerBuildArguments = context.Settings.Get(CodeSettings.DockerBuildArgs),
        };
        var events = new EventNarrator(narrator);
        return await sessions.RunAsync(request, Ready, Started, Observe, cancel);

        void Ready(IPreparedSandbox sandbox)
        {
            if (sandbox.Image is { } image)
            {
                narrator.Step($"image ready ({(sandbox.ImageBuilt ? "built" : "reused")}): {image}");
            }
            run.Update(manifest => manifest with { State = RunState.SandboxReady, Image = sandbox.Image });
        }

        void Started(int? process)
        {
            run.Update(manifest => manifest with
            {
                State = RunState.Running,
                StartedAt = time.GetUtcNow(),
                AgentProcess = process is { } id ? ProcessIdentity.Of(id)?.ToString() : null,
            });
            narrator.Step("session started");
        }

        void Observe(SessionEvent happened)
        {
            events.Tell(happened);
            if (happened is SessionStarted { Parent: null } agent)
            {
                run.Update(manifest => manifest with
                {
                    SessionId = happened.Session,
                    Reported = new ReportedAgent(agent.Tool, agent.Version, agent.Model, agent.Mode),
                });
            }
        }
    }
}
