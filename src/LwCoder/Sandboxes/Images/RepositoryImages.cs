namespace LwCoder.Sandboxes.Images;

/// <summary>The images that were built for one repository.</summary>
internal sealed class RepositoryImages(DockerCli docker)
{
    /// <summary>For a repository that is about to go. The base images and what others are built from stay.</summary>
    public async Task RemoveAsync(string repositoryRoot, CancellationToken cancel)
    {
        var listing = await docker.TryAsync(
            DockerCli.Command(["images", "--quiet", "--filter", $"label={ContainerLabels.Repository}={repositoryRoot}"]), cancel);
        var ids = listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length > 0)
        {
            // One that is in use stays until gc finds that nobody needs it.
            await docker.TryAsync(DockerCli.Command(["rmi", .. ids.Distinct()]), cancel);
        }
    }
}
