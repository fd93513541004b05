using System.Globalization;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes.Images;

namespace LwCoder.Sandboxes;

/// <summary>A container that can be started: once headless, then again interactively in the same home.</summary>
/// <param name="environment">The variables of this process.</param>
internal sealed class PreparedContainer(
    DockerCli docker, ContainerSpec container, AgentImage image, SandboxView view, EnvironmentFile secrets,
    IReadOnlyDictionary<string, string> environment) : IPreparedSandbox
{
    /// <summary>What the client's terminal is like, which docker does not tell the container.</summary>
    private static readonly string[] TerminalVariables = ["TERM", "COLORTERM", "LANG", "LC_ALL"];

    /// <summary>For an engine that is busy; half a minute of them.</summary>
    private const int MostAttempts = 100;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(300);

    /// <summary>One for each command. An engine needs a moment to free a name, so none is used twice.</summary>
    private readonly List<string> _names = [];

    public SandboxView View { get; } = view;

    public string? Image { get; } = $"{image.Name}@{image.Id}";

    public bool ImageBuilt { get; } = image.Built;

    public ProcessSpec Headless(SandboxCommand command) =>
        Command(DockerRunArguments.Headless(
            Next(), command.Environment,
            ["sh", ContainerLayout.Lifeline, "namespace", command.InputFile ?? "", .. command.Arguments])) with
        {
            HoldInputOpen = true,
        };

    public ProcessSpec Interactive(SandboxCommand command)
    {
        var inside = new Dictionary<string, string>();
        foreach (var name in TerminalVariables)
        {
            if (environment.GetValueOrDefault(name) is { Length: > 0 } value)
            {
                inside[name] = value;
            }
        }
        foreach (var (name, value) in command.Environment)
        {
            inside[name] = value;
        }
        return Command(DockerRunArguments.Interactive(Next(), inside, command.Arguments));
    }

    public async Task<ISandboxShell> OpenShellAsync(CancellationToken cancel)
    {
        var process = docker.Start(Headless(ContainerShell.Keeper));
        var shell = new ContainerShell(process, _names[^1]);
        try
        {
            return await shell.IsReadyAsync(cancel) is { } ended
                ? throw Explain(ended.ExitCode, ended.Error) ?? DockerFailure.Explain(ended.Error)
                : shell;
        }
        catch
        {
            await shell.DisposeAsync();
            throw;
        }
    }

    public UserError? Explain(int exitCode, string errorOutput) => exitCode switch
    {
        125 => DockerFailure.Explain(errorOutput),
        126 or 127 when errorOutput.Contains("not installed in this sandbox", StringComparison.Ordinal)
                        || errorOutput.Contains("executable file not found", StringComparison.Ordinal) => new UserError(
            $"the agent's program is not in the image {image.Name}",
            $"start {AgentImages.DockerfilePath} with `ARG BASE_IMAGE` and `FROM ${{BASE_IMAGE}}`", ExitCode.Environment),
        _ => null,
    };

    public async Task EndAsync(TimeSpan grace, Task child)
    {
        if (_names.Count == 0)
        {
            return;
        }
        var seconds = Math.Ceiling(grace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        for (var attempt = 1; !await TryAsync(["stop", "-t", seconds, _names[^1]]); attempt++)
        {
            // The client may have been started a moment ago, and the engine still be making the container.
            if (child.IsCompleted || attempt == MostAttempts)
            {
                break;
            }
            await Task.WhenAny(child, Task.Delay(BetweenAttempts));
        }
        await RemoveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        secrets.Dispose();
    }

    private Task RemoveAsync() =>
        _names.Count == 0 ? Task.CompletedTask : TryAsync(["rm", "--force", "--volumes", .. _names]);

    private ContainerSpec Next()
    {
        _names.Add(_names.Count == 0 ? container.Name : $"{container.Name}-{_names.Count + 1}");
        return container with
        {
            Name = _names[^1],
            EnvironmentFile = secrets.Path,
            PassedVariables = [.. secrets.Passed.Keys.Order(StringComparer.Ordinal)],
        };
    }

    private ProcessSpec Command(IReadOnlyList<string> arguments) => DockerCli.Command(arguments, secrets.Passed);

    /// <summary>
    /// Containers are normally gone already (`--rm`), which docker calls a failure. One that cannot be removed because
    /// the engine went away falls to the next start's sweep.
    /// </summary>
    private async Task<bool> TryAsync(IReadOnlyList<string> arguments)
    {
        try
        {
            return (await docker.TryAsync(DockerCli.Command(arguments), CancellationToken.None)).Succeeded;
        }
        catch (UserError)
        {
            // The docker program itself has gone: nothing can be ended with it.
            return false;
        }
    }
}
