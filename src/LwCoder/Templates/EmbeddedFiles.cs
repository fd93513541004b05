using System.Collections.Frozen;
using System.Reflection;

namespace LwCoder.Templates;

/// <summary>Text files compiled into the tool, by the path they have in the project: `Templates/…`, `quickstart/…`.</summary>
internal static class EmbeddedFiles
{
    private static readonly Assembly Tool = typeof(EmbeddedFiles).Assembly;

    /// <summary>Resource names by path; the build names them with the separator of the machine it ran on.</summary>
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(
        () => Tool.GetManifestResourceNames().ToFrozenDictionary(name => name.Replace('\\', '/'), StringComparer.Ordinal));

    /// <summary>The file's text with `\n` line ends, whatever the checkout it was built from had.</summary>
    public static string Read(string path)
    {
        using var reader = new StreamReader(Tool.GetManifestResourceStream(Names.Value[path])!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Paths of the files in <paramref name="folder"/> and below, relative to it, in ordinal order.</summary>
    public static IReadOnlyList<string> Under(string folder) =>
    [
        .. Names.Value.Keys
            .Where(path => path.StartsWith($"{folder}/", StringComparison.Ordinal))
            .Select(path => path[(folder.Length + 1)..])
            .Order(StringComparer.Ordinal),
    ];
}
