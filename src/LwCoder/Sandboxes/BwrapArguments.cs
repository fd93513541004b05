using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>What bubblewrap shows of the host; all paths are real ones (see <see cref="RealPath"/>).</summary>
internal sealed record BwrapSpec
{
    public required string WorkingFolder { get; init; }

    /// <summary>Hidden by an empty folder, or by nothing at all if it is a file.</summary>
    public required IReadOnlyList<string> Hidden { get; init; }

    /// <summary>Shown even below something hidden.</summary>
    public required IReadOnlyList<string> Readable { get; init; }
    public required IReadOnlyList<string> Writable { get; init; }

    /// <summary>Files shown in place of others: (what, where).</summary>
    public required IReadOnlyList<(string Source, string Target)> Replaced { get; init; }

    /// <summary>A folder to be `/tmp` and `/var/tmp`; null for an empty one that is gone afterwards.</summary>
    public string? Scratch { get; init; }

    /// <summary>Neither network nor the host's loopback.</summary>
    public required bool NoNetwork { get; init; }

    /// <summary>
    /// A session without a terminal. An interactive agent needs ours, and with it could type into it on kernels before 6.2.
    /// </summary>
    public required bool NewSession { get; init; }
}

/// <summary>Writes the command line of bubblewrap: a read-only system with a few writable places.</summary>
internal static class BwrapArguments
{
    /// <summary>
    /// Bubblewrap and its guard ignore the signals that are meant for the agent (they would take it down at once instead
    /// of letting it finish), and an ignored signal is inherited: it is put back here.
    /// </summary>
    public static readonly IReadOnlyList<string> RestoreSignals = ["env", "--default-signal=INT,QUIT,TERM,HUP"];

    /// <summary>
    /// A shell of its own around bubblewrap: `--die-with-parent` watches the thread that started it, and .NET's threads
    /// come and go. Bubblewrap copies the list of the machine's mounts and then visits them, and fails when a container ends
    /// meanwhile, somewhere: as long as it has not said that its command ended, another attempt does no harm.
    /// </summary>
    private const string Guard =
        """
        trap '' INT QUIT TERM HUP
        exec 8>&1
        for attempt in 1 2 3 4 5 6 7 8 9 10; do
          status=$("$@" 9>&1 >&8 8>&-); code=$?
          [ "$code" -eq 1 ] || break
          case $status in *exit-code*) break ;; esac
        done
        exit "$code"
        """;

    /// <summary>Without capabilities: root would otherwise keep its own and make the system writable again.</summary>
    private static readonly string[] Base =
    [
        "-c", Guard, "lw_coder",
        "bwrap", "--json-status-fd", "9", "--die-with-parent", "--unshare-pid", "--cap-drop", "ALL",
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
    ];

    /// <summary>Where every program may write, but nobody else's files are seen.</summary>
    private static readonly string[] Scratch = ["/tmp", "/var/tmp"];

    /// <summary>
    /// Arguments of `sh` that run nothing, to see whether bubblewrap may do on this machine what we will ask of it.
    /// </summary>
    public static IReadOnlyList<string> Probe { get; } = [.. Base, "--", .. RestoreSignals, "true"];

    /// <summary>What bubblewrap complained of: the last of its attempts says it.</summary>
    public static string Complaint(string errorOutput) => errorOutput.Trim().Split('\n')[^1];

    /// <returns>Arguments of `sh`.</returns>
    public static IReadOnlyList<string> Build(BwrapSpec spec, IReadOnlyList<string> command) =>
    [
        .. Base,
        .. spec.NoNetwork ? new[] { "--unshare-net" } : [],
        .. spec.NewSession ? new[] { "--new-session" } : [],
        .. Places(spec),
        .. spec.Replaced.SelectMany(file => new[] { "--ro-bind", file.Source, file.Target }),
        "--chdir", spec.WorkingFolder,
        "--",
        .. RestoreSignals, .. command,
    ];

    /// <summary>
    /// A folder comes before what lies in it, whether shown or hidden: a worktree below `/tmp` is seen, keys below a
    /// shown folder are not.
    /// </summary>
    private static IEnumerable<string> Places(BwrapSpec spec) =>
        Scratch.Select(path => (Path: path, Arguments: spec.Scratch is { } own ? ["--bind", own, path] : Hide(path)))
            .Concat(spec.Hidden.Select(path => (Path: path, Arguments: Hide(path))))
            .Concat(spec.Readable.Select(path => (Path: path, Arguments: new[] { "--ro-bind", path, path })))
            .Concat(spec.Writable.Select(path => (Path: path, Arguments: new[] { "--bind", path, path })))
            .OrderBy(place => place.Path, StringComparer.Ordinal)
            .SelectMany(place => place.Arguments);

    private static string[] Hide(string path) =>
        Directory.Exists(path) ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path];
}
