using System.Reflection;

namespace LwCoder.Platform.Files;

/// <summary>Text files compiled into the tool, by the path they have in the project: `Templates/…`, `quickstart/…`.</summary>
internal static class EmbeddedFiles
{
    private static readonly Assembly Tool = typeof(EmbeddedFiles).Assembly;

    /// <summary>Resource names by path; the build names them with the separator of the machine it ran on.</summary>
    private static readonly Lazy<Dictionary<string, string>> Names = new(
        () => Tool.GetManifestResourceNames().ToDictionary(name => name.Replace('\\', '/'), StringComparer.Ordinal));

    /// <summary>The text with `\n` line ends, whatever the checkout it was built from had.</summary>
    /// <returns>Null when there is no such file.</returns>
    public static string? Find(string path)
    {
        if (!Names.Value.TryGetValue(path, out var name))
        {
            return null;
        }
        using var reader = new StreamReader(Tool.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public static string Read(string path) =>
        Find(path) ?? throw new InvalidOperationException($"'{path}' is not embedded in the tool");

    /// <summary>Paths of the files in <paramref name="folder"/> and below, relative to it, in ordinal order.</summary>
    public static IReadOnlyList<string> Under(string folder) =>
    [
        .. Names.Value.Keys
            .Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))
            .Select(path => path[(folder.Length + 1)..])
            .Order(StringComparer.Ordinal),
    ];
}
