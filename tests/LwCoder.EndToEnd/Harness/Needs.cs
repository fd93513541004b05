using LwCoder.Platform.Processes;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.EndToEnd.Harness;

/// <summary>Looks, once for each need, whether the machine has it.</summary>
internal static class Needs
{
    private static readonly Dictionary<Need, Lazy<string?>> Known = Enum.GetValues<Need>()
        .ToDictionary(need => need, need => new Lazy<string?>(() => Look(need)));

    /// <summary>`.ci/run` sets it: a test that cannot run is then a failure.</summary>
    public static bool AreRequired => Environment.GetEnvironmentVariable("LW_CODER_REQUIRE_DOCKER") == "1";

    /// <summary>What is missing and how to get it; null when everything is there.</summary>
    public static string? Missing(IEnumerable<Need> needs) =>
        needs.Select(need => Known[need].Value).FirstOrDefault(missing => missing is not null);

    private static string? Look(Need need) => need switch
    {
        _ when !OperatingSystem.IsLinux() => "runs on Linux only",
        Need.Docker => Works("docker", "version")
            ? null : "no Docker engine answers: start one, or use tests/LwCoder.EndToEnd/environment/with-docker.sh",
        Need.Claude => LookForAgent("claude"),
        Need.Droid => LookForAgent("droid"),
        Need.Tmux => Works("tmux", "-V") ? null : "tmux is missing: install it",
        Need.Shells => ((string[])["bash", "zsh", "fish"]).All(shell => Works(shell, "--version"))
            ? null : "bash, zsh or fish is missing: tests/LwCoder.EndToEnd/environment/install-packages.sh installs them",
        Need.Bwrap => Works("bwrap", "--ro-bind", "/", "/", "--unshare-net", "true")
            ? null : "bwrap is missing or may not be used: install bubblewrap",
        Need.Node => Works("node", "--version")
            ? null : "node is missing: install it, version 20 or later",
        Need.Pytest => Works("pytest-3", "--version")
            ? null : "pytest-3 is missing: tests/LwCoder.EndToEnd/environment/install-packages.sh installs it",
        Need.MariaDb => MariaDbServer.Missing,
        Need.Root => Environment.IsPrivilegedProcess ? null : "only root can become another user",
        _ => throw new NotSupportedException($"{need}"),
    };

    private static string? LookForAgent(string program) => Agents.Find(program) is null
        ? $"{program} is missing: set LW_CODER_TEST_AGENTS to what tests/LwCoder.EndToEnd/environment/install-agents.sh prints"
        : null;

    private static bool Works(string program, params string[] arguments)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limited.Patience);
            // An attribute, which asks, cannot wait in any other way.
            var running = new ProcessRunner().RunAsync(new ProcessSpec(program, arguments), limit.Token);
            return running.GetAwaiter().GetResult().Succeeded;
        }
        catch (Exception unusable) when (unusable is UserError or OperationCanceledException)
        {
            // Not installed, or hanging: a test cannot use it either way.
            return false;
        }
    }
}
