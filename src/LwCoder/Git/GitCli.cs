using LwCoder.Platform.Processes;

namespace LwCoder.Git;

/// <summary>
/// The only place that runs git, see docs/adr/0002-git-cli-instead-of-libgit2sharp.md. No call asks for a password,
/// runs a hook or a file system monitor, starts maintenance, or is led to another repository by the caller's environment.
/// </summary>
internal sealed class GitCli(IProcessRunner processes)
{
    /// <summary>Hooks and monitors may be files an agent has written, so they are off in every call.</summary>
    private static readonly string[] Safeguards =
    [
        "--no-optional-locks",
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.fsmonitor=false",
        "-c", "gc.auto=0",
        "-c", "maintenance.auto=false",
        "-c", "submodule.recurse=false",
    ];

    /// <summary>What git variables of the caller (we may be started by a hook) would change the repository we look at.</summary>
    private static readonly string[] CallersVariables =
    [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_IMPLICIT_WORK_TREE", "GIT_CONFIG",
        "GIT_CONFIG_PARAMETERS", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH",
        "GIT_INTERNAL_SUPER_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_ATTR_SOURCE", "GIT_DEFAULT_HASH",
        "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS",
    ];

    /// <summary>
    /// Runs git and leaves the judgement of its exit code to the caller. A call that only writes a ref or a setting takes
    /// milliseconds and is not ended half way, where it could leave its lock file behind. Neither is one that makes or
    /// removes a worktree: a git that is ended in it removes what its own child goes on to write.
    /// </summary>
    public async Task<ProcessOutput> AskAsync(GitCall call, CancellationToken cancel)
    {
        var isWhole = call.Arguments[0] is "update-ref" or "config" or "worktree";
        cancel.ThrowIfCancellationRequested();
        var output = await RunOnceAsync(call, isWhole ? CancellationToken.None : cancel);
        return isWhole && !output.Succeeded && await OwnRefLock.RemoveAsync(call.Directory, output.Error, cancel)
            ? await RunOnceAsync(call, CancellationToken.None)
            : output;
    }

    private Task<ProcessOutput> RunOnceAsync(GitCall call, CancellationToken cancel)
    {
        var settings = call.Settings.SelectMany(setting => new[] { "-c", setting });
        return processes.RunAsync(
            new ProcessSpec("git", [.. Safeguards, .. settings, .. call.Arguments])
            {
                WorkingDirectory = call.Directory,
                Environment = EnvironmentOf(call),
                WriteInput = call.InputWriter,
                ReadOutput = call.ReadOutput,
            },
            cancel);
    }

    /// <summary>Runs git and returns its standard output.</summary>
    /// <exception cref="UserError">With git's own words when it fails.</exception>
    public async Task<string> RunAsync(GitCall call, CancellationToken cancel)
    {
        var output = await AskAsync(call, cancel);
        return output.Succeeded ? output.Output : throw Failure(call, output);
    }

    public Task<string> RunAsync(string directory, CancellationToken cancel, params IReadOnlyList<string> arguments) =>
        RunAsync(new GitCall(directory, arguments), cancel);

    public static UserError Failure(GitCall call, ProcessOutput output) =>
        new($"git {call.Arguments[0]} failed in {call.Directory}: {Words(output)}");

    /// <summary>git's own explanation on one line, without its prefixes.</summary>
    public static string Words(ProcessOutput output)
    {
        var lines = output.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("hint:", StringComparison.Ordinal))
            .Select(line => line.StartsWith("fatal: ", StringComparison.Ordinal) ? line["fatal: ".Length..] : line)
            .Take(5);
        var words = string.Join("; ", lines);
        return words.Length > 0 ? words : $"exit code {output.ExitCode}";
    }

    private static Dictionary<string, string?> EnvironmentOf(GitCall call)
    {
        var environment = CallersVariables.ToDictionary(name => name, _ => (string?)null);
        environment["LC_ALL"] = "C";
        environment["LANGUAGE"] = null;
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_NO_LAZY_FETCH"] = "1";
        foreach (var (name, value) in call.Environment)
        {
            environment[name] = value;
        }
        return environment;
    }
}
