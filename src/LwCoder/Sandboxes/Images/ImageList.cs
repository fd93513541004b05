namespace LwCoder.Sandboxes.Images;

/// <summary>All of lw_coder's images on the engine, read with one docker call.</summary>
internal sealed class ImageList
{
    /// <summary>Ids by `name:tag`.</summary>
    private readonly Dictionary<string, string> _ids;

    private ImageList(Dictionary<string, string> ids) => _ids = ids;

    /// <param name="prefix">What the names of our images start with.</param>
    /// <exception cref="UserError">No engine answers.</exception>
    public static async Task<ImageList> ReadAsync(DockerCli docker, string prefix, CancellationToken cancel) =>
        Parse(await docker.RunAsync(
            ["images", "--no-trunc", "--filter", $"reference={prefix}*", "--format", "{{.Repository}}:{{.Tag}}\t{{.ID}}"],
            cancel));

    internal static ImageList Parse(string listing)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in listing.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split('\t') is [var name, var id])
            {
                // Podman puts the registry "localhost" before local names.
                ids[name[(name.LastIndexOf('/') + 1)..]] = id;
            }
        }
        return new(ids);
    }

    /// <summary>Ids without their `sha256:`.</summary>
    public IReadOnlySet<string> Ids => _ids.Values.Select(id => id[(id.IndexOf(':') + 1)..]).ToHashSet(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _ids.Keys;

    public string? Find(string name) => _ids.GetValueOrDefault(name);

    /// <summary>True when the image also has a name that starts with <paramref name="prefix"/>.</summary>
    public bool IsAlsoNamed(string id, string prefix) =>
        _ids.Keys.Any(name => name.StartsWith(prefix, StringComparison.Ordinal) && _ids[name] == id);
}
