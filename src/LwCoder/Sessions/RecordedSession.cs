using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Governing;
using LwCoder.Sessions.Live;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>A session with what was settled for it, told on the console and kept in its `run.json` as it goes on.</summary>
internal sealed class RecordedSession(
    SessionGit git, Func<RepositoryFacts, Worktree, IWorktreeLook> look, DroidSession sessions, SessionChronicle chronicle,
    HomeLayout home, Narrator narrator, TimeProvider time)
{
    /// <param name="adapt">What is particular to this session.</param>
    /// <param name="sessionStarted">Called once the agent runs without a person.</param>
    public async Task<SessionReport> RunAsync(
        SessionContext context, Worktree worktree, RunRecord run, Func<SessionRequest, SessionRequest> adapt,
        Action sessionStarted, CancellationToken cancel)
    {
        var budget = context.Budget ?? new RunBudget(RunLimits.From(context.Settings), time);
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
            Budget = budget,
            Governor = GovernorLimits.From(context.Settings),
            Files = look(context.Repository, worktree),
            Interactive = context.Interactive,
            Limits = context.SessionLimits with { Session = budget.TimeLeft },
            SandboxLimits = context.SandboxLimits,
            Environment = context.Environment,
            DockerRunArguments = context.Settings.Get(CodeSettings.DockerRunArgs),
            DockerBuildArguments = context.Settings.Get(CodeSettings.DockerBuildArgs),
        };
        var events = new EventNarrator(narrator);
        SessionFeed? feed = null;
        return await sessions.RunAsync(adapt(request), Ready, Started, Talking, Observe, cancel);

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
            Record(process is { } id ? ProcessIdentity.Of(id) : null);
            narrator.Step("session started");
            feed = chronicle.Follow(context.Repository.Root, run);
            sessionStarted();
        }

        // Nothing is said: the terminal is the agent's.
        void Talking(int process) => Record(ProcessIdentity.Of(process));

        void Record(ProcessIdentity? agent) => run.Update(manifest => manifest with
        {
            State = RunState.Running,
            StartedAt = manifest.StartedAt ?? time.GetUtcNow(),
            AgentProcess = agent?.ToString(),
        });

        void Observe(SessionEvent happened)
        {
            events.Tell(happened);
            feed?.Tell(happened);
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
