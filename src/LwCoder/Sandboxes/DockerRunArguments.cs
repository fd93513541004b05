using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>What a container is made from; every path has been checked to exist.</summary>
internal sealed record ContainerSpec
{
    public required string Name { get; init; }
    public required string RunName { get; init; }
    public required ProcessIdentity Owner { get; init; }
    public required Caller? User { get; init; }
    public required SandboxLimits Limits { get; init; }
    public required IReadOnlyList<SandboxMount> Mounts { get; init; }
    public required string Home { get; init; }

    /// <summary>A host path; null when there is nothing for it.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary>Variables whose values docker takes from its own environment.</summary>
    public IReadOnlyList<string> PassedVariables { get; init; } = [];

    /// <summary>The user's own arguments, verbatim. They come last, so they win.</summary>
    public required IReadOnlyList<string> ExtraArguments { get; init; }
    public required string Image { get; init; }
}

/// <summary>Writes the argument list of `docker run`. Pure.</summary>
internal static class DockerRunArguments
{
    /// <summary>
    /// Docker's default, Ctrl-P, is "previous line" in every agent's prompt; this one no program listens for.
    /// </summary>
    private const string DetachKeys = "ctrl-^,ctrl-@";

    public static IReadOnlyList<string> Headless(
        ContainerSpec container, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command) =>
    [
        .. Common(container), .. Variables(environment),
        // Docker's init passes a signal on to the whole process group, so that the agent gets it and not only its shell.
        "--env", "TINI_KILL_PROCESS_GROUP=1",
        "--interactive",
        .. container.ExtraArguments, container.Image, .. command,
    ];

    public static IReadOnlyList<string> Interactive(
        ContainerSpec container, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command) =>
    [
        .. Common(container), .. Variables(environment),
        "--interactive", "--tty", "--detach-keys", DetachKeys,
        .. container.ExtraArguments, container.Image, .. command,
    ];

    /// <summary>Arguments of `docker exec`: one more command in a container that runs.</summary>
    public static IReadOnlyList<string> Further(
        string name, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> command) =>
        ["exec", "--interactive", .. Variables(environment), name, .. command];

    /// <summary>
    /// One `--mount` value. It is a line of CSV: a field with a comma or a quote in it is quoted. Unlike `--volume` it
    /// takes paths with colons, and a missing source is an error instead of a new folder.
    /// </summary>
    internal static string Mount(SandboxMount mount) =>
        string.Join(',', new[]
        {
            "type=bind", $"source={mount.Source}", $"target={mount.Target}", mount.Writable ? "" : "readonly",
        }.Where(field => field.Length > 0).Select(CsvField));

    private static IEnumerable<string> Common(ContainerSpec container) =>
    [
        "run", "--rm", "--init",
        "--name", container.Name,
        "--label", $"{ContainerLabels.Run}={container.RunName}",
        "--label", $"{ContainerLabels.Owner}={container.Owner}",
        .. container.User is { } user ? new[] { "--user", user.ToString() } : [],
        "--security-opt", "no-new-privileges", "--cap-drop", "ALL",
        .. Limits(container.Limits),
        .. container.Mounts.SelectMany(mount => new[] { "--mount", Mount(mount) }),
        "--workdir", ContainerLayout.Workspace,
        .. container.EnvironmentFile is { } file ? new[] { "--env-file", file } : [],
        .. container.PassedVariables.SelectMany(name => new[] { "--env", name }),
        "--env", $"HOME={container.Home}",
    ];

    private static IEnumerable<string> Limits(SandboxLimits limits) =>
    [
        .. limits.Pids is { } pids ? new[] { "--pids-limit", pids.ToString(CultureInfo.InvariantCulture) } : [],
        .. limits.Memory is { } memory ? new[] { "--memory", memory } : [],
        .. limits.Network is { } network ? new[] { "--network", network } : [],
    ];

    private static IEnumerable<string> Variables(IReadOnlyDictionary<string, string> environment) =>
        environment.Keys.Order(StringComparer.Ordinal).SelectMany(name => new[] { "--env", $"{name}={environment[name]}" });

    private static string CsvField(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
