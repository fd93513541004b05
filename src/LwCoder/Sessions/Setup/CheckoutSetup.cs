using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Sandboxes;

namespace LwCoder.Sessions.Setup;

/// <summary>
/// Runs a repository's `[[code.setup]]` before work begins in a checkout, and undoes it afterwards: the teardowns of all
/// steps that had begun, the last first. Whether the user trusts steps outside of a sandbox was asked before.
/// </summary>
internal sealed class CheckoutSetup(SetupRequest request, IProcessRunner processes, Narrator narrator, TimeProvider time)
{
    private readonly SetupRecord _record = new(request.GitDirectory);
    private readonly List<SetupStep> _begun = [];

    /// <exception cref="UserError">
    /// A step failed, and the run cannot go on without it. Call <see cref="EndAsync"/> all the same.
    /// </exception>
    public async Task BeginAsync(IPreparedSandbox sandbox, Redactor redactor, CancellationToken cancel)
    {
        await using var places = new Places(request, sandbox, processes, time);
        using var log = new SetupLog(request.LogFile, narrator, redactor);
        await UndoEarlierAsync(places, log);
        foreach (var step in request.Steps)
        {
            cancel.ThrowIfCancellationRequested();
            if (step.Teardown is not null)
            {
                _begun.Add(step);
                _record.Write(_begun);
            }
            narrator.Step($"setup: {step.Name}");
            var problem = await RunAsync(step, step.Command, places, log, cancel);
            if (problem is not null && !step.ContinueOnFailure)
            {
                throw new UserError(
                    $"the setup command '{step.Name}' {problem}",
                    $"see {request.LogFile}; correct [[code.setup]] in .lw_coder/config.toml, or set continue_on_failure = true",
                    ExitCode.Environment);
            }
            if (problem is not null)
            {
                narrator.Warn($"the setup command '{step.Name}' {problem}; going on without it");
            }
        }
    }

    /// <summary>Never throws because of a teardown, and cannot be cancelled: each has its time.</summary>
    public async Task EndAsync(IPreparedSandbox sandbox, Redactor redactor)
    {
        if (_begun.Count == 0)
        {
            return;
        }
        await using var places = new Places(request, sandbox, processes, time);
        using var log = new SetupLog(request.LogFile, narrator, redactor);
        await UndoAsync(places, log);
    }

    /// <summary>What an lw_coder that was killed left standing in this checkout.</summary>
    private async Task UndoEarlierAsync(Places places, SetupLog log)
    {
        var (begun, unknown) = _record.Read(request.Steps);
        if (unknown > 0)
        {
            narrator.Warn("a setup command whose lw_coder was killed is not torn down, as it is no longer in the configuration");
        }
        _begun.AddRange(begun);
        await UndoAsync(places, log);
    }

    private async Task UndoAsync(Places places, SetupLog log)
    {
        while (_begun.Count > 0)
        {
            var step = _begun[^1];
            narrator.Step($"teardown: {step.Name}");
            try
            {
                if (await RunAsync(step, step.Teardown!, places, log, CancellationToken.None) is { } problem)
                {
                    narrator.Warn($"the teardown of '{step.Name}' {problem}; see {request.LogFile}");
                }
            }
            catch (UserError failed)
            {
                narrator.Warn($"the teardown of '{step.Name}' could not run: {failed.Message}");
            }
            _begun.RemoveAt(_begun.Count - 1);
            _record.Write(_begun);
        }
        _record.Write(_begun);
    }

    /// <returns>What went wrong, to follow the name of the command; null when nothing did.</returns>
    private async Task<string?> RunAsync(SetupStep step, string command, Places places, SetupLog log, CancellationToken cancel)
    {
        if (!IsFolder(step.WorkingDirectory))
        {
            return $"cannot run: working_dir {SafeText.QuoteStart(step.WorkingDirectory)} is no folder of the worktree";
        }
        log.Begin($"{step.Name}: {command}");
        var place = await places.GetAsync(step.OnHost, cancel);
        return await place.RunAsync(command, step.WorkingDirectory, step.Timeout, log.Write, cancel) switch
        {
            0 => null,
            null => $"was ended, as it took longer than {Duration.Format(step.Timeout)}",
            var exitCode => $"failed with exit code {exitCode}",
        };
    }

    /// <summary>In the checkout, that is: an agent may have put a link in its place.</summary>
    private bool IsFolder(string workingDirectory)
    {
        var folder = Path.GetFullPath(workingDirectory, request.Worktree);
        return Paths.Same(folder, request.Worktree)
            || (ContainedPath.Resolve(request.Worktree, folder) is { } real && Directory.Exists(real));
    }

    /// <summary>The sandbox is opened when the first command needs it.</summary>
    private sealed class Places(
        SetupRequest request, IPreparedSandbox sandbox, IProcessRunner processes, TimeProvider time) : IAsyncDisposable
    {
        private InsidePlace? _inside;

        public async Task<ISetupPlace> GetAsync(bool onHost, CancellationToken cancel) => onHost
            ? new HostPlace(processes, request.Worktree, request.VariablesOnHost, time)
            : _inside ??= new InsidePlace(
                processes, await sandbox.OpenShellAsync(cancel), sandbox.View, request.VariablesIn(sandbox.View.Workspace), time);

        public ValueTask DisposeAsync() => _inside?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
