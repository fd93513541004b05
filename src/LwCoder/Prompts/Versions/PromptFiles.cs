using System.Security.Cryptography;
using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts.Versions;

/// <summary>The files of a prompt set's folder, by their path in it, with `/`.</summary>
internal sealed class PromptFiles
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>All there is in a folder, as when an archived set comes back. Links are left out.</summary>
    public static PromptFiles All(string folder) => Read(folder, _ => true);

    /// <summary>What an agent is given of a folder: an analysis is for people and stays behind.</summary>
    public static PromptFiles OfSet(string folder) => Read(folder, PromptSet.IsPrompt);

    /// <summary>
    /// The same for the same files: descriptions count, other than in a fingerprint, and line ends, which git may change, do not.
    /// </summary>
    public string Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (name, bytes) in _files)
            {
                var text = Array.FindAll(bytes, one => one != '\r');
                hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{name}\n{text.Length}\n")));
                hash.AppendData(text);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Into a folder that is there and empty, all the way to the disk.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (name, bytes) in _files)
        {
            var path = Path.Combine([folder, .. name.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteBytes(path, bytes);
        }
    }

    private static PromptFiles Read(string folder, Predicate<string> isWanted)
    {
        var files = new PromptFiles();
        foreach (var file in Directory.EnumerateFiles(folder, "*", FolderWalk.Tree))
        {
            var name = Paths.WithSlashes(Path.GetRelativePath(folder, file));
            if (isWanted(name))
            {
                files._files[name] = BoundedFile.Read(file)
                    ?? throw new FileNotFoundException("It went while it was read.", file);
            }
        }
        return files;
    }
}
