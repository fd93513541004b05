using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// A place where an agent runs: `docker` or `host`. It knows nothing of agents; <see cref="SandboxRequest"/> says what
/// to show inside, <see cref="SandboxCommand"/> what to run.
/// </summary>
internal interface ISandbox
{
    /// <summary>The word after `--sandbox`.</summary>
    string Name { get; }

    /// <summary>True where files are seen inside at places of its own; false where all keep their paths.</summary>
    bool MovesPaths { get; }

    /// <summary>Where inside the folder of <see cref="SandboxRequest.PromptFile"/> is shown.</summary>
    string PromptFolder(string promptFile);

    /// <summary>
    /// Says what protects the user, in a line such as "docker", "host, inside bwrap", "host, unprotected"; and removes what
    /// an lw_coder that was killed has left running.
    /// </summary>
    Task<SandboxFacts> CheckAsync(CancellationToken cancel);

    /// <summary>Makes everything ready to run commands: image built, home filled, mount sources checked.</summary>
    /// <exception cref="UserError">With <see cref="ExitCode.Environment"/> when the sandbox cannot be had.</exception>
    Task<IPreparedSandbox> PrepareAsync(SandboxRequest request, CancellationToken cancel);
}

/// <summary>A sandbox with everything in place. Disposing it ends whatever still runs inside and removes env files.</summary>
internal interface IPreparedSandbox : IAsyncDisposable
{
    /// <summary>What the agent sees where.</summary>
    SandboxView View { get; }

    /// <summary>The image that will run, as `name@digest`; null on the host.</summary>
    string? Image { get; }

    /// <summary>True when the image had to be built just now.</summary>
    bool ImageBuilt { get; }

    /// <summary>
    /// The child process that runs <paramref name="command"/> inside. Headless commands are started with
    /// <see cref="ProcessSpec.HoldInputOpen"/>: when lw_coder dies, everything inside is ended.
    /// </summary>
    ProcessSpec Headless(SandboxCommand command);

    /// <summary>The same with the caller's terminal.</summary>
    ProcessSpec Interactive(SandboxCommand command);

    /// <summary>Opens it for an agent that is no program inside, but sends one command after another.</summary>
    /// <exception cref="UserError">With <see cref="ExitCode.Environment"/> when the sandbox cannot be had.</exception>
    Task<ISandboxShell> OpenShellAsync(CancellationToken cancel);

    /// <summary>
    /// The sandbox's own failure behind a command that ended: engine gone, mount refused, agent not installed inside.
    /// Null when the command itself is to blame.
    /// </summary>
    /// <param name="errorOutput">What the command wrote to standard error, at least its first and last lines.</param>
    UserError? Explain(int exitCode, string errorOutput);

    /// <summary>Ends everything inside: a request, <paramref name="grace"/>, then force. Safe to call twice.</summary>
    /// <param name="child">Completes when the child that was started has ended: nothing new comes inside after that.</param>
    Task EndAsync(TimeSpan grace, Task child);
}

/// <summary>
/// One sandbox for many commands: what one writes, in `/tmp` too, the next one sees. Disposing it ends what still runs.
/// </summary>
internal interface ISandboxShell : IAsyncDisposable
{
    /// <summary>The process that keeps the sandbox alive between commands; null where none has to.</summary>
    int? ProcessId { get; }

    /// <summary>
    /// The child process that runs <paramref name="command"/> inside, to be started with its input held open: when that
    /// closes, or lw_coder dies, the command and everything it started is ended.
    /// </summary>
    ProcessSpec Command(SandboxCommand command);

    /// <summary>The sandbox's own failure behind a command that ended; null when the command itself is to blame.</summary>
    /// <param name="errorOutput">What did not come from the command, whose standard error goes to its output.</param>
    UserError? Explain(int exitCode, string errorOutput);
}

/// <param name="Description">What protects the user, for the first line of the console.</param>
/// <param name="Contained">True when the agent cannot write outside the worktree and its home.</param>
internal sealed record SandboxFacts(string Description, bool Contained)
{
    /// <summary>What was put in order, one sentence each; to be shown to the user.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <param name="Workspace">The working directory inside.</param>
/// <param name="Home">HOME inside.</param>
/// <param name="PromptFile">The main prompt inside.</param>
/// <param name="Contained">See <see cref="SandboxFacts"/>.</param>
internal sealed record SandboxView(string Workspace, string Home, string PromptFile, bool Contained);

/// <param name="Arguments">Program first.</param>
/// <param name="InputFile">A file inside the sandbox to be a headless command's standard input; null for empty input.</param>
/// <param name="Environment">Variables that are no secrets.</param>
internal sealed record SandboxCommand(
    IReadOnlyList<string> Arguments, string? InputFile, IReadOnlyDictionary<string, string> Environment);

/// <summary>What to show inside a sandbox. Paths are host paths unless they say otherwise.</summary>
internal sealed record SandboxRequest
{
    /// <summary>Unique name of the run: names and labels the container.</summary>
    public required string RunName { get; init; }

    /// <summary>The tool, which chooses `docker/&lt;tool&gt;/Dockerfile`, and the program that must be there.</summary>
    public required string Tool { get; init; }
    public required string Executable { get; init; }

    /// <summary>The repository's main worktree; its `.lw_coder/code.Dockerfile` and `.dockerignore` make the image.</summary>
    public required string RepositoryRoot { get; init; }

    public required string Worktree { get; init; }

    /// <summary>The private git directory; null mounts nothing and leaves the worktree's own pointer in force.</summary>
    public PrivateGitMounts? Git { get; init; }

    /// <summary>The run's home directory (made by the sandbox, filled by <see cref="PrepareHome"/>).</summary>
    public required string RunHome { get; init; }
    public required string ContainerHome { get; init; }

    /// <summary>Called with the host path of the run's home and the view, after the image's home was copied there.</summary>
    public required Action<string, SandboxView> PrepareHome { get; init; }

    /// <summary>The main prompt's file and where a container shows it (it is also at `/lw/prompts/main.md`).</summary>
    public required string PromptFile { get; init; }
    public required string ContainerPromptPath { get; init; }

    /// <summary>The folder with the subagents' files, and where it is shown relative to the home.</summary>
    public required string SubagentFolder { get; init; }
    public required string SubagentFolderInHome { get; init; }

    /// <summary>Secrets and forwarded variables. They travel by env file or the client's environment, never by argv.</summary>
    public required IReadOnlyDictionary<string, string> SecretEnvironment { get; init; }

    /// <summary>A folder of the run directory for env files, mount files and `container.json`.</summary>
    public required string RunDirectory { get; init; }

    /// <summary>More host folders to show: (host path, container path, writable).</summary>
    public IReadOnlyList<SandboxMount> Mounts { get; init; } = [];

    public SandboxLimits Limits { get; init; } = new(null, null, null);
    public IReadOnlyList<string> DockerRunArguments { get; init; } = [];
    public IReadOnlyList<string> DockerBuildArguments { get; init; } = [];

    /// <summary>Narration, one line a call: "building image …".</summary>
    public Action<string> Say { get; init; } = _ => { };
}

internal sealed record SandboxMount(string Source, string Target, bool Writable);

/// <param name="Network">A docker network name, or null for docker's default.</param>
/// <param name="Memory">As docker writes it, `4g`.</param>
/// <param name="Pids">Highest number of processes.</param>
internal sealed record SandboxLimits(string? Network, string? Memory, int? Pids);

/// <summary>
/// The git directory made for one run, see docs/security.md. Inside a container <see cref="GitDirectory"/> is
/// `/repo-git` and each of <see cref="ObjectStores"/> is read-only `/repo-objects`, `/repo-objects-1`, ….
/// </summary>
/// <param name="GitDirectory">Writable: HEAD, branch, index, config, new objects.</param>
/// <param name="ObjectStores">The host repository's objects first, then its alternates.</param>
/// <param name="Overlays">
/// Files shown read-only over others, the worktree's pointer `.git` among them: host path, path inside.
/// </param>
internal sealed record PrivateGitMounts(
    string GitDirectory, IReadOnlyList<string> ObjectStores, IReadOnlyList<(string Source, string Target)> Overlays);
