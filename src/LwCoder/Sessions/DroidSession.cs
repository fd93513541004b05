using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Governing;

namespace LwCoder.Sessions;

/// <summary>
/// Runs an agent in a sandbox: makes the sandbox ready, lends the login, starts the agent headless under supervision, in
/// the terminal, or first one and then the other, and takes the login back. It was made for droid and keeps the name; it
/// serves every agent.
/// </summary>
internal sealed class DroidSession(
    IProcessRunner processes, CredentialStore credentials, Narrator narrator, TimeProvider time)
{
    /// <summary>Lines of standard error that may say why the sandbox could not start the agent.</summary>
    private const int MostComplaints = 50;

    /// <param name="ready">Called when the sandbox stands and before the agent starts.</param>
    /// <param name="started">Called with the id of the process that runs the agent or its container, if there is one.</param>
    /// <param name="talking">Called with the id of the process when a person and the agent have the terminal.</param>
    /// <param name="observe">Receives each event after secrets were taken out of it.</param>
    /// <exception cref="UserError">The sandbox cannot be had.</exception>
    public async Task<SessionReport> RunAsync(
        SessionRequest request,
        Action<IPreparedSandbox> ready,
        Action<int?> started,
        Action<int> talking,
        Action<SessionEvent> observe,
        CancellationToken cancel)
    {
        try
        {
            await using var sandbox = await request.Sandbox.PrepareAsync(ToSandbox(request), cancel);
            ready(sandbox);
            try
            {
                await (request.Setup?.BeginAsync(sandbox, RedactorFor(request), cancel) ?? Task.CompletedTask);
                // An agent that only begins is deaf to a request to end, and would be waited for.
                cancel.ThrowIfCancellationRequested();
                var report = await RunAsync(request, sandbox, started, talking, observe, cancel);
                return report with { Secrets = SecretsOf(request) };
            }
            finally
            {
                await (request.Setup?.EndAsync(sandbox, RedactorFor(request)) ?? Task.CompletedTask);
            }
        }
        finally
        {
            // Whatever happened, neither login nor secrets stay behind; cancelling must not keep them there either.
            var secrets = SecretsOf(request);
            foreach (var notice in await credentials.TakeBackAsync(request.Agent, request.Run.Home, CancellationToken.None))
            {
                narrator.Warn(notice);
            }
            HomeRedaction.Run(request.Run.Home, request.Agent, secrets).ToList().ForEach(narrator.Warn);
        }
    }

    private async Task<SessionReport> RunAsync(
        SessionRequest request,
        IPreparedSandbox sandbox,
        Action<int?> started,
        Action<int> talking,
        Action<SessionEvent> observe,
        CancellationToken cancel) => request.Agent switch
        {
            IProgramAgent program => await RunAsync(program, request, sandbox, started, talking, observe, cancel),
            IBuiltInAgent builtIn => await new BuiltInSession(processes, request.Models, time)
                .RunAsync(builtIn, request, RedactorFor(request), sandbox, started, observe, cancel),
            _ => throw new InvalidOperationException($"{request.Agent.Tool} is neither a program nor built in"),
        };

    private async Task<SessionReport> RunAsync(
        IProgramAgent agent,
        SessionRequest request,
        IPreparedSandbox sandbox,
        Action<int?> started,
        Action<int> talking,
        Action<SessionEvent> observe,
        CancellationToken cancel)
    {
        var launch = LaunchIn(sandbox.View, request);
        if (request.Interactive && (request.Talk || !agent.CanResume))
        {
            var code = await RunInTerminalAsync(sandbox, agent.Interactive(launch), talking, cancel);
            var ended = new SessionEnd(EndedBy.Itself, code, false, Interactive: true);
            return AddTranscripts(agent, request, new SessionReport(new EventSummary(), ended, 0));
        }
        var report = await RunHeadlessAsync(agent, request, sandbox, launch, started, observe, cancel);
        if (request.Interactive && report is { Ended.By: EndedBy.Itself or EndedBy.Grace, Events.Session: { } session })
        {
            narrator.Step("the agent has finished its part; go on with it here, and leave it when you are satisfied");
            var code = await RunInTerminalAsync(sandbox, agent.Resume(launch, session), talking, cancel);
            return AddTranscripts(agent, request, report with { Ended = report.Ended with { ExitCode = code } });
        }
        return report;
    }

    /// <summary>
    /// In a terminal an agent prints no events, but it writes them down in its home. Without them the record is only
    /// poorer, so what cannot be read is said and no more.
    /// </summary>
    private SessionReport AddTranscripts(IProgramAgent agent, SessionRequest request, SessionReport report)
    {
        if (agent.Transcripts is not { } transcripts)
        {
            return report;
        }
        try
        {
            var merge = new TranscriptMerge(request.Run.SessionFile, RedactorFor(request), time);
            var events = merge.Add(transcripts, request.Run.Home);
            return report with { Events = events, Redactions = report.Redactions + merge.Redactions };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"what happened in the terminal is not in the record: {unreadable.Message}");
            return report;
        }
    }

    private async Task<SessionReport> RunHeadlessAsync(
        IProgramAgent agent,
        SessionRequest request,
        IPreparedSandbox sandbox,
        AgentLaunch launch,
        Action<int?> started,
        Action<SessionEvent> observe,
        CancellationToken cancel)
    {
        var secrets = SecretsOf(request);
        await using var process = processes.Start(sandbox.Headless(ToSandbox(agent.Headless(launch), sandbox.View)));
        // The agent takes longer to say something than it takes to be ready to listen.
        var redactor = new Redactor(secrets);
        using var log = new SessionLog(request.Run.SessionFile);
        await using var raw = new RawLog(request.Run.AgentLog, redactor);
        using var governed = new GovernedEvents(new SessionRecorder(log, redactor, time), request, observe, time);
        var complaints = new List<string>();
        started(process.Id);
        var watched = await new SessionSupervisor(request.Limits, time, governed.Governor).WatchAsync(
            process,
            agent.CreateReader(),
            end: grace => sandbox.EndAsync(grace, process.Exited),
            record: governed.Take,
            raw: line =>
            {
                raw.Write(line);
                if (line.IsError && complaints.Count < MostComplaints)
                {
                    complaints.Add(redactor.Redact(line.Text));
                }
            },
            cancel);
        if (governed.Summary.Started is null && watched.By == EndedBy.Itself
            && sandbox.Explain(watched.ExitCode, string.Join('\n', complaints)) is { } failure)
        {
            throw failure;
        }
        return governed.End(new SessionEnd(watched.By, watched.ExitCode, Changed: false), redactor.Count);
    }

    private Task<int> RunInTerminalAsync(
        IPreparedSandbox sandbox, AgentCommand command, Action<int> talking, CancellationToken cancel) =>
        processes.RunInTerminalAsync(sandbox.Interactive(ToSandbox(command, sandbox.View)), talking, cancel);

    private SandboxRequest ToSandbox(SessionRequest request) => new()
    {
        RunName = request.Run.Id.Name,
        Tool = request.Agent.Tool,
        Executable = request.Agent.Executable,
        RepositoryRoot = request.RepositoryRoot,
        Worktree = request.Worktree,
        Git = request.Git,
        RunHome = request.Run.Home,
        ContainerHome = request.Agent.ContainerHome,
        PrepareHome = (home, view) => request.Agent
            .PrepareHome(home, request.UserHome, LaunchIn(view, request)).ToList().ForEach(narrator.Warn),
        PromptFile = request.Run.PromptFile,
        ContainerPromptPath = request.Agent.ContainerPromptPath,
        SubagentFolder = request.Run.SubagentFolder,
        SubagentFolderInHome = request.Agent.SubagentFolder,
        SecretEnvironment = request.Environment,
        RunDirectory = request.Run.Path,
        Mounts = request.Mounts,
        Limits = request.SandboxLimits,
        DockerRunArguments = request.DockerRunArguments,
        DockerBuildArguments = request.DockerBuildArguments,
        Say = narrator.Step,
    };

    private static AgentLaunch LaunchIn(SandboxView view, SessionRequest request) =>
        new(view.Workspace, view.Home, view.PromptFile, request.Model, view.Contained)
        {
            Secrets = request.Environment,
            NoticeFile = $"{request.Sandbox.PromptFolder(request.Run.PromptFile)}/{Path.GetFileName(request.Run.NoticeFile)}",
        };

    /// <summary>What the agent's programs ask a model is kept in the worktree, which is writable in every sandbox.</summary>
    private static SandboxCommand ToSandbox(AgentCommand command, SandboxView view) => new(
        command.Arguments,
        command.InputFile,
        new Dictionary<string, string>(command.Environment)
        {
            [WorktreeCache.Variable] = $"{view.Workspace}/{WorktreeCache.Folder}",
        });

    private static Redactor RedactorFor(SessionRequest request) => new(SecretsOf(request));

    /// <summary>
    /// Forwarded variables, every token in the login and settings files that were made for this run, and what copies of
    /// untracked files hold.
    /// </summary>
    private static IReadOnlyList<Secret> SecretsOf(SessionRequest request) =>
    [
        .. Secret.FromEnvironment(request.Environment),
        .. Secret.FromHome(request.Agent, request.Run.Home),
        .. request.Secrets,
    ];
}
