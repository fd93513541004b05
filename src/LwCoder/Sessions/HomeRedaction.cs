using System.Text;
using LwCoder.Agents;
using LwCoder.Platform.Files;

namespace LwCoder.Sessions;

/// <summary>
/// Takes secrets out of what an agent has left in its home: its transcripts repeat whatever it read. A file that is no text is
/// deleted when there is one in it, and so is one that is too large to rewrite. Links are not followed.
/// </summary>
internal sealed class HomeRedaction
{
    /// <summary>No transcript comes near it. What is larger is looked through piece by piece.</summary>
    private const int LargestText = 64 << 20;

    /// <summary>Longer than any secret.</summary>
    private const int Overlap = 64 << 10;

    /// <summary>
    /// Of files that tell what happened. Others are packages and caches, in which only what is known is worth looking for: they
    /// are many, and have keys of their own to be tested with.
    /// </summary>
    private static readonly HashSet<string> Records = [".jsonl", ".json", ".log", ".md", ".txt"];

    private readonly Redactor _redactor;

    private HomeRedaction(IEnumerable<Secret> secrets) => _redactor = Redactor.OfBytes(secrets);

    /// <summary>For the home of a run that has ended.</summary>
    /// <returns>What could not be done, a sentence each.</returns>
    public static IReadOnlyList<string> Run(string home, IAgent agent, IEnumerable<Secret> secrets)
    {
        // A refreshed login that found no way back to the user is the only one that works.
        var kept = CredentialStore.IsLent(home) ? agent.CredentialFiles.Select(name => Path.Combine(home, name)).ToHashSet() : [];
        var redaction = new HomeRedaction(secrets);
        var problems = new List<string>();
        foreach (var file in FilesIn(home).Where(file => !kept.Contains(file.FullName)))
        {
            try
            {
                redaction.Clean(file);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{file.FullName} may hold secrets and cannot be looked at: {refused.Message}");
            }
        }
        return problems;
    }

    private void Clean(FileInfo file)
    {
        if (file.Length > LargestText)
        {
            if (Pieces(file).Any(_redactor.HasKnown))
            {
                file.Delete();
            }
            return;
        }
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName));
        if (!(Records.Contains(file.Extension) ? _redactor.FindIn(text) is not null : _redactor.HasKnown(text)))
        {
            return;
        }
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            file.Delete();
            return;
        }
        var written = file.LastWriteTimeUtc;
        AtomicFile.WriteBytes(file.FullName, Encoding.Latin1.GetBytes(_redactor.Redact(text)), OwnerOnly.File, toDisk: false);
        // By which people and programs tell sessions apart.
        File.SetLastWriteTimeUtc(file.FullName, written);
    }

    private static IEnumerable<string> Pieces(FileInfo file)
    {
        using var content = file.OpenRead();
        var bytes = new byte[LargestText];
        for (int kept = 0, read; (read = content.ReadAtLeast(bytes.AsSpan(kept), Overlap, throwOnEndOfStream: false)) > 0;)
        {
            yield return Encoding.Latin1.GetString(bytes, 0, kept + read);
            var end = kept + read;
            kept = Math.Min(Overlap, end);
            bytes.AsSpan(end - kept, kept).CopyTo(bytes);
        }
    }

    private static List<FileInfo> FilesIn(string folder) => Directory.Exists(folder)
        ? [.. new DirectoryInfo(folder).EnumerateFiles("*", FolderWalk.Tree)
            .Where(file => file is { LinkTarget: null, Length: > 0 })]
        : [];
}
