using System.Reflection;

namespace LwCoder.Sandboxes;

/// <summary>Text files that are part of the tool, by their paths in the project: `docker/mini/Dockerfile`.</summary>
internal static class EmbeddedText
{
    /// <returns>
    /// The text with `\n` line ends, whatever the checkout it was built from had; null when there is no such file.
    /// </returns>
    public static string? Find(string path)
    {
        var tool = Assembly.GetExecutingAssembly();
        // The build names resources with the separator of the machine it ran on.
        var name = Array.Find(tool.GetManifestResourceNames(), name => name.Replace('\\', '/') == path);
        if (name is null)
        {
            return null;
        }
        using var reader = new StreamReader(tool.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public static string Read(string path) =>
        Find(path) ?? throw new InvalidOperationException($"'{path}' is not embedded in the tool");
}
