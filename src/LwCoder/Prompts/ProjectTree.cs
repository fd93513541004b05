using System.Text;
using LwCoder.Configuration;

namespace LwCoder.Prompts;

/// <summary>A look at a folder that an agent or anybody may have filled: bounded, and never through a link.</summary>
internal static class ProjectTree
{
    private const int MostEntries = 5_000;
    private const int DeepestFolder = 3;
    private const int LargestFile = 256 * 1024;

    private static readonly HashSet<string> Skipped = new(StringComparer.OrdinalIgnoreCase)
    {
        ".git", StateFolder.Name, "node_modules", "bin", "obj", "target", "vendor", "dist", "build", "out", ".venv", "venv", 
        "__pycache__", ".idea", ".vs", ".vscode", "packages", "coverage",
    };

    public static ProjectFacts Read(string root) =>
        ProjectFacts.From(Files(root), file => ReadText(Path.Combine(root, file)));

    /// <summary>Shallow ones first, then by name, so that the same project always reads the same.</summary>
    private static List<string> Files(string root)
    {
        var files = new List<string>();
        var folders = new Queue<(DirectoryInfo Folder, string Prefix, int Depth)>([(new DirectoryInfo(root), "", 0)]);
        var seen = 0;
        while (folders.TryDequeue(out var current) && seen < MostEntries)
        {
            foreach (var entry in Entries(current.Folder).Take(MostEntries - seen))
            {
                seen++;
                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || !IsPlain(entry.Name))
                {
                    continue;
                }
                if (entry is FileInfo)
                {
                    files.Add(current.Prefix + entry.Name);
                }
                else if (current.Depth < DeepestFolder && !Skipped.Contains(entry.Name))
                {
                    folders.Enqueue(((DirectoryInfo)entry, $"{current.Prefix}{entry.Name}/", current.Depth + 1));
                }
            }
        }
        return files;
    }

    private static List<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        try
        {
            return [.. folder.EnumerateFileSystemInfos().Take(MostEntries).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that went away or may not be read tells nothing; the agent will look for itself.
            return [];
        }
    }

    /// <summary>A name that is read as nothing but a name, wherever it is quoted.</summary>
    private static bool IsPlain(string name) =>
        name.Length <= 100 && name.All(character => char.IsAsciiLetterOrDigit(character) || " ._-+#@()".Contains(character));

    private static string? ReadText(string path)
    {
        try
        {
            // A pipe or device has no length; opening one could wait for ever.
            if (new FileInfo(path).Length is 0 or > LargestFile)
            {
                return null;
            }
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(file.Length, LargestFile)];
            return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // As above.
            return null;
        }
    }
}
