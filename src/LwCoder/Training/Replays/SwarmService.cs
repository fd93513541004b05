using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Sandboxes;

namespace LwCoder.Training.Replays;

/// <summary>One replay as a replicated job of Docker Swarm: what docker is told, and what it says of it.</summary>
/// <param name="Image">Has lw_coder, git and, for the sandbox docker, the docker CLI. Every node can pull it.</param>
/// <param name="Comparison">The comparison's id.</param>
internal sealed record SwarmService(string Name, string Image, string Comparison, ReplayFolder Folder)
{
    public const string Label = "lw_coder.comparison";

    /// <summary>
    /// Where docker puts secrets. The replay's home has links to them, since it is to be written to, and they are not.
    /// </summary>
    private const string Secrets = "/run/secrets";

    /// <param name="socket">The engine's, for agents that run in a container beside this one; null
    /// for agents in this one.</param>
    /// <param name="trust">The user has allowed what the settings ask for.</param>
    /// <param name="secrets">Names of secrets, and what they are in `~/.lw_coder`.</param>
    public IReadOnlyList<string> CreateArguments(
        string? socket, bool trust, Caller? user, IReadOnlyList<(string Name, string File)> secrets) =>
    [
        "service", "create", "--quiet", "--detach", "--mode", "replicated-job", "--name", Name,
        "--label", $"{Label}={Comparison}", "--label", $"lw_coder.replay={Folder.Name}",
        // What failed is repeated by the next compare, which knows what is left to do.
        "--restart-condition", "none",
        // A replay needs its model's provider, and nothing of the others.
        "--network", "host",
        .. user is { } caller ? new[] { "--user", caller.ToString() } : [],
        "--mount", $"type=bind,source={Folder.Path},target={Folder.Path}",
        .. socket is not null ? new[] { "--mount", $"type=bind,source={socket},target=/var/run/docker.sock" } : [],
        .. secrets.SelectMany(secret => new[]
        {
            "--secret",
            $"source={secret.Name},target={secret.File},mode=0400"
                + (user is { } owner ? $",uid={owner.UserId},gid={owner.GroupId}" : ""),
        }),
        "--env", $"HOME={Folder.Home}",
        Image, "lw_coder", .. RunOneArguments.Of(Folder.Path, trust),
    ];

    /// <param name="secrets">As of <see cref="CreateArguments"/>.</param>
    public void MakeHome(IEnumerable<(string Name, string File)> secrets)
    {
        var folder = new HomeLayout(Folder.Home).Root;
        OwnerOnly.CreateFolder(folder);
        foreach (var (_, file) in secrets)
        {
            File.CreateSymbolicLink(Path.Combine(folder, file), $"{Secrets}/{file}");
        }
    }

    public IReadOnlyList<string> StateArguments =>
        ["service", "ps", "--no-trunc", "--format", "{{.CurrentState}}\t{{.Error}}", Name];

    /// <param name="listing">What <see cref="StateArguments"/> printed.</param>
    /// <returns>
    /// A task that failed is over like any other, since what came of it stands in its folder. One that was rejected never began.
    /// </returns>
    public static (bool IsOver, string? Rejected) StateOf(string listing)
    {
        var newest = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Split('\t') ?? [""];
        return newest[0].Split(' ')[0] switch
        {
            "Complete" or "Failed" or "Shutdown" or "Orphaned" or "Remove" => (true, null),
            "Rejected" => (false, newest.ElementAtOrDefault(1) is { Length: > 0 } why ? why.Trim('"') : "it does not say why"),
            _ => (false, null),
        };
    }
}
