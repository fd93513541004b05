using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>An agent's place on the host. Commands are ended through their own process; nothing else runs here.</summary>
/// <param name="bubblewrap">Null to run with nothing around.</param>
/// <param name="environment">The variables of this process.</param>
internal sealed class PreparedHost(
    SandboxRequest request, SandboxView view, string lifeline, BwrapSpec? bubblewrap,
    IReadOnlyDictionary<string, string> environment) : IPreparedSandbox
{
    public SandboxView View { get; } = view;

    public string? Image => null;

    public bool ImageBuilt => false;

    public ProcessSpec Headless(SandboxCommand command)
    {
        if (OperatingSystem.IsWindows())
        {
            return Plain(command) with { WriteInput = InputOf(command) };
        }
        string[] kept = [lifeline, bubblewrap is null ? "tree" : "namespace", command.InputFile ?? "", .. command.Arguments];
        return bubblewrap is { } spec
            ? InBubblewrap(spec, ["sh", .. kept], command) with { HoldInputOpen = true }
            : InOwnGroup(kept, command) with { HoldInputOpen = true };
    }

    public ProcessSpec Interactive(SandboxCommand command) =>
        bubblewrap is { } spec
            ? InBubblewrap(spec with { NewSession = false }, command.Arguments, command)
            : Plain(command);

    public Task<ISandboxShell> OpenShellAsync(CancellationToken cancel)
    {
        // Each command gets a bubblewrap of its own, so /tmp has to lie somewhere in between.
        var scratch = Directory.CreateDirectory(Path.Combine(request.RunHome, "tmp")).FullName;
        var kept = bubblewrap is null ? null : bubblewrap with { Scratch = RealPath.Of(scratch) };
        return Task.FromResult<ISandboxShell>(new Shell(new PreparedHost(request, View, lifeline, kept, environment)));
    }

    public UserError? Explain(int exitCode, string errorOutput) =>
        bubblewrap is not null && exitCode == 1 && errorOutput.StartsWith("bwrap: ", StringComparison.Ordinal)
            ? new UserError(
                $"bwrap could not set up the sandbox: {BwrapArguments.Complaint(errorOutput)}",
                "try again (containers that ended in that moment can be the reason), or use --sandbox docker",
                ExitCode.Environment)
            : null;

    public Task EndAsync(TimeSpan grace, Task child) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>macOS has no `setsid`; there the lifeline still finds the descendants.</summary>
    private ProcessSpec InOwnGroup(string[] script, SandboxCommand command) =>
        ProgramPath.Find("setsid", environment) is { } setsid
            ? Here(setsid, ["sh", .. script], command)
            : Here("sh", script, command);

    private ProcessSpec InBubblewrap(BwrapSpec spec, IReadOnlyList<string> inner, SandboxCommand command) =>
        Here("sh", BwrapArguments.Build(spec, inner), command);

    private ProcessSpec Plain(SandboxCommand command) =>
        Here(
            ProgramPath.Find(command.Arguments[0], environment) ?? command.Arguments[0], [.. command.Arguments.Skip(1)], command);

    private ProcessSpec Here(string program, IReadOnlyList<string> arguments, SandboxCommand command) => new(program, arguments)
    {
        WorkingDirectory = request.Worktree,
        ClearEnvironment = true,
        Environment = HostEnvironment.For(
            environment, request.RunHome, ourTmp: bubblewrap is null, request.SecretEnvironment, command.Environment),
    };

    private sealed class Shell(PreparedHost host) : ISandboxShell
    {
        public int? ProcessId => null;

        public ProcessSpec Command(SandboxCommand command) => host.Headless(command);

        public UserError? Explain(int exitCode, string errorOutput) => host.Explain(exitCode, errorOutput);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private static Func<Stream, CancellationToken, Task>? InputOf(SandboxCommand command) =>
        command.InputFile is not { } file
            ? null
            : async (input, cancel) =>
            {
                await using var content = File.OpenRead(file);
                await content.CopyToAsync(input, cancel);
            };
}
