using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;

namespace LwCoder.Hooks;

/// <summary>
/// Runs the user's commands at events. Whatever becomes of one, what lw_coder itself did stands: it is a warning.
/// </summary>
/// <param name="enabled">False after `--no-hooks`.</param>
internal sealed class HookRunner(
    Settings settings, bool enabled, HomeLayout home, IProcessRunner processes, Narrator narrator, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Waits for the hook to end, unless it runs in the background. Never throws because of it.</summary>
    /// <param name="cancel">Ends a hook that is waited for.</param>
    public async Task RunAsync(HookEvent happened, HookVariables variables, CancellationToken cancel)
    {
        if (!enabled || Hook.Find(settings, happened) is not { } hook)
        {
            return;
        }
        try
        {
            using var log = HookLog.Open(variables, home);
            log.Begin(hook, time.GetUtcNow());
            if (hook.Background)
            {
                await StartAsync(hook, variables, log, cancel);
            }
            else
            {
                await RunAsync(hook, variables, log, cancel);
            }
        }
        catch (Exception failed) when (failed is UserError or IOException or UnauthorizedAccessException)
        {
            narrator.Warn($"the hook {hook.Event} could not run: {failed.Message}");
        }
        catch (OperationCanceledException)
        {
            narrator.Warn($"the hook {hook.Event} was interrupted");
        }
    }

    private async Task RunAsync(Hook hook, HookVariables variables, HookLog log, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(hook.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancel);
        await using var child = processes.Start(InRepository(SystemShell.Command(TextOf(hook, variables)), hook, variables));
        try
        {
            await foreach (var line in child.ReadLinesAsync(either.Token))
            {
                log.Write(line.Text);
            }
            var exitCode = await child.Exited.WaitAsync(either.Token);
            log.End($"exit code {exitCode}");
            Tell(hook, log, exitCode == 0 ? null : $"ended with exit code {exitCode}");
        }
        catch (OperationCanceledException)
        {
            await child.EndAsync(Grace);
            log.End(cancel.IsCancellationRequested ? "interrupted" : "took too long");
            cancel.ThrowIfCancellationRequested();
            Tell(hook, log, $"was ended, as it took longer than {Duration.Format(hook.Timeout)}");
        }
    }

    private async Task StartAsync(Hook hook, HookVariables variables, HookLog log, CancellationToken cancel)
    {
        var launch = Detached.Command(TextOf(hook, variables), hook.Timeout, log.Path);
        var started = await processes.RunAsync(InRepository(launch, hook, variables), cancel);
        Tell(hook, log, started.Succeeded ? null : $"could not be started: {started.Error.Trim()}");
    }

    private void Tell(Hook hook, HookLog log, string? problem)
    {
        if (problem is null)
        {
            narrator.Step(hook.Background ? $"hook {hook.Event} runs in the background" : $"hook {hook.Event} done");
        }
        else
        {
            narrator.Warn($"the hook {hook.Event} {problem}; see {log.Path}");
        }
    }

    private static string TextOf(Hook hook, HookVariables variables)
    {
        var names = variables.All.Select(variable => variable.Key).ToHashSet();
        return OperatingSystem.IsWindows() ? HookText.ForPowerShell(hook.Command, names) : HookText.ForSh(hook.Command, names);
    }

    private static ProcessSpec InRepository(ProcessSpec command, Hook hook, HookVariables variables)
    {
        var environment = new Dictionary<string, string?> { ["LW_CODER_HOOK"] = hook.Event };
        foreach (var (name, value) in variables.All)
        {
            environment[HookVariables.EnvironmentName(name)] = value;
        }
        return command with { WorkingDirectory = variables.RepoRoot, Environment = environment };
    }
}
