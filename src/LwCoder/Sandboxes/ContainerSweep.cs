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
        try
        {
            var listing = await docker.RunAsync(
                ["ps", "--all", "--filter", $"label={ContainerLabels.Run}", "--format",
                    $"{{{{.Names}}}}\t{{{{.Label \"{ContainerLabels.Owner}\"}}}}"], cancel);
            var orphans = Orphans(listing);
            if (orphans.Count > 0)
            {
                // A second lw_coder may sweep at the same time: a container that is gone already is what we want.
                await docker.TryAsync(DockerCli.Command(["rm", "--force", .. orphans]), cancel);
            }
            return orphans;
        }
        catch (UserError)
        {
            // No engine, no containers. If this run needs one, its sandbox says so in its own words.
            return [];
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
