using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>
/// Removes containers whose lw_coder was killed before it could. Run at every start: one docker call if there is none.
/// </summary>
internal sealed class ContainerSweep(DockerCli docker)
{
    /// <returns>The names of the removed containers.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        var orphans = await FindAsync(cancel);
        await RemoveAsync(orphans, cancel);
        return orphans;
    }

    /// <returns>The names of the orphans; none where no engine answers: if a run needs one, its sandbox says so.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancel)
    {
        try
        {
            return Orphans(await docker.RunAsync(
                ["ps", "--all", "--filter", $"label={ContainerLabels.Run}", "--format",
                    $"{{{{.Names}}}}\t{{{{.Label \"{ContainerLabels.Owner}\"}}}}"], cancel));
        }
        catch (UserError)
        {
            return [];
        }
    }

    /// <summary>A second lw_coder may sweep at the same time: a container that is gone already is what we want.</summary>
    public async Task RemoveAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        if (names.Count > 0)
        {
            await docker.TryAsync(DockerCli.Command(["rm", "--force", .. names]), cancel);
        }
    }

    internal static IReadOnlyList<string> Orphans(string listing) =>
    [
        .. from line in listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           let fields = line.Split('\t')
           where fields.Length == 2 && ProcessIdentity.TryParse(fields[1]) is { MayBeAlive: false }
           select fields[0],
    ];
}
