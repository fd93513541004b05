using System.Globalization;
using System.Text.Json;

namespace LwCoder.Sandboxes.Images;

/// <param name="Bytes">Layers that other images share count here too.</param>
/// <param name="Why">Completes "it may go, since …".</param>
internal sealed record OldImage(string Name, long Bytes, string Why);

/// <summary>
/// Finds images of <see cref="AgentImages"/> that no run will use again. Whatever is in doubt stays: an image costs room, a
/// missing one a build.
/// </summary>
internal sealed class OldImages(DockerCli docker, string prefix = "lw_coder_")
{
    /// <returns>None where no engine answers.</returns>
    public async Task<IReadOnlyList<OldImage>> FindAsync(CancellationToken cancel)
    {
        try
        {
            var names = (await ImageList.ReadAsync(docker, prefix, cancel)).Names;
            if (names.Count == 0)
            {
                return [];
            }
            // One that somebody has removed since makes docker fail, after it has told of the others.
            var inspected = await docker.TryAsync(DockerCli.Command(["image", "inspect", .. names]), cancel);
            return inspected.Output.StartsWith('[') ? Choose(inspected.Output, prefix) : [];
        }
        catch (UserError)
        {
            // No engine, no images; doctor says why.
            return [];
        }
    }

    /// <summary>Takes the name away; the engine deletes what has no other name. An image in use is refused.</summary>
    public Task RemoveAsync(OldImage image, CancellationToken cancel) => docker.RunAsync(["rmi", image.Name], cancel);

    /// <param name="inspected">What `docker image inspect` prints: a JSON array.</param>
    internal static IReadOnlyList<OldImage> Choose(string inspected, string prefix)
    {
        using var document = JsonDocument.Parse(inspected);
        var images = document.RootElement.EnumerateArray()
            .SelectMany(image => Read(image, prefix)).DistinctBy(image => image.Name).ToList();
        return
        [
            .. from image in images
               let why = ReasonToGo(image, images)
               where why is not null
               select new OldImage(image.Name, image.Bytes, why),
        ];
    }

    private static string? ReasonToGo(Facts image, List<Facts> all) => image switch
    {
        { Repository: { } repository } when !Directory.Exists(repository) => $"{repository} is gone",
        { Repository: { } repository } => all.Any(other =>
            other.Repository == repository && other.Tool == image.Tool && other.Created > image.Created)
                ? $"a newer one was made for {repository}"
                : null,
        // One with a repository's own build arguments cannot be told apart; should it be wanted again, it is built again.
        { IsBase: true } => all.Any(other => other.Tool == image.Tool && other.IsLatest && other.Id != image.Id
            && other.Created > image.Created)
                ? $"{image.Tool}:latest has replaced it"
                : null,
        _ => null,
    };

    private static IEnumerable<Facts> Read(JsonElement image, string prefix)
    {
        var labels = image.TryGetProperty("Config", out var config) && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("Labels", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        var repository = labels.ValueKind == JsonValueKind.Object
            && labels.TryGetProperty(ContainerLabels.Repository, out var path) ? path.GetString() : null;
        foreach (var tag in image.GetProperty("RepoTags").EnumerateArray())
        {
            var name = tag.GetString()!;
            var local = name[(name.LastIndexOf('/') + 1)..];
            if (local.StartsWith(prefix, StringComparison.Ordinal) && local.Split(':') is [var tool, var version])
            {
                var isLatest = version == "latest";
                var isBase = version.StartsWith("base-", StringComparison.Ordinal);
                yield return new Facts(
                    name, image.GetProperty("Id").GetString()!, tool, isLatest, isBase,
                    // An own `latest` of the user may be built on one of ours and carry its label.
                    isLatest || isBase ? null : repository,
                    DateTimeOffset.Parse(image.GetProperty("Created").GetString()!, CultureInfo.InvariantCulture),
                    image.GetProperty("Size").GetInt64());
            }
        }
    }

    private sealed record Facts(
        string Name, string Id, string Tool, bool IsLatest, bool IsBase, string? Repository, DateTimeOffset Created, long Bytes);
}
