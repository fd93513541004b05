using LwCoder.Agents;
using LwCoder.Agents.Events;
using LwCoder.Models;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Sandboxes;
using LwCoder.Sessions.Governing;

namespace LwCoder.Sessions;

/// <summary>A session of an agent that is a part of lw_coder. What guards and records it is the same as for any other.</summary>
internal sealed class BuiltInSession(IProcessRunner processes, ILanguageModels models, TimeProvider time)
{
    public async Task<SessionReport> RunAsync(
        IBuiltInAgent agent,
        SessionRequest request,
        Redactor redactor,
        IPreparedSandbox sandbox,
        Action<int?> started,
        Action<SessionEvent> observe,
        CancellationToken cancel)
    {
        using var model = models.Open(request.Model);
        await using var inside = await sandbox.OpenShellAsync(cancel);
        using var log = new SessionLog(request.Run.SessionFile);
        using var governed = new GovernedEvents(new SessionRecorder(log, redactor, time), request, observe, time);
        var launch = new BuiltInLaunch(
            request.Run.Id.Name,
            model,
            await File.ReadAllTextAsync(request.Run.PromptFile, cancel),
            [.. Directory.EnumerateFiles(request.Run.SubagentFolder).Order(StringComparer.Ordinal).Select(File.ReadAllText)],
            sandbox.View.Workspace,
            new AgentLimits(request.MaxSteps, request.MaxCost, request.Limits.Session),
            time)
        {
            Notice = () => governed.Notice,
        };
        started(inside.ProcessId);
        var by = await new SessionSupervisor(request.Limits, time, governed.Governor).WatchAsync(
            (emit, stop) => agent.RunAsync(launch, ShellOf(inside, sandbox.View, request.Run), emit, stop),
            end: grace => sandbox.EndAsync(grace, child: Task.CompletedTask),
            record: governed.Take,
            cancel);
        return governed.End(new SessionEnd(by, ExitCode: null, Changed: false), redactor.Count);
    }

    private SandboxShell ShellOf(ISandboxShell inside, SandboxView view, RunDirectory run)
    {
        var folderInside = view.PromptFile[..^Path.GetFileName(run.PromptFile).Length];
        return new SandboxShell(processes, inside, Path.GetDirectoryName(run.PromptFile)!, folderInside, time);
    }
}
