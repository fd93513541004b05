using LwCoder.Platform.Files;

namespace LwCoder.Git;

/// <summary>A ref and the object it names.</summary>
internal sealed record RefEntry(string Name, string ObjectId);

/// <summary>The branches, tags and remote-tracking branches of a repository of ours.</summary>
internal static class RefListing
{
    private static readonly string[] Kinds = ["heads", "tags", "remotes"];

    /// <summary>
    /// Read from files, because a session's start has no git process to spare for it; a repository that keeps its
    /// refs in another form is asked through git. Symbolic refs are left out.
    /// </summary>
    public static async Task<IReadOnlyList<RefEntry>> ReadAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel)
    {
        if (facts.Config["extensions.refstorage"] is not (null or "files"))
        {
            return await AskAsync(git, facts, cancel);
        }
        var refs = new Dictionary<string, string>(StringComparer.Ordinal);
        var packed = Path.Combine(facts.CommonDirectory, "packed-refs");
        if (File.Exists(packed))
        {
            foreach (var entry in ParsePacked(File.ReadLines(packed)))
            {
                refs[entry.Name] = entry.ObjectId;
            }
        }
        foreach (var kind in Kinds)
        {
            ReadLoose(facts.CommonDirectory, $"refs/{kind}", refs);
        }
        return [.. refs.Keys.Where(IsKept).Order(StringComparer.Ordinal).Select(name => new RefEntry(name, refs[name]))];
    }

    /// <summary>The refs whose objects exist, as git sees them now.</summary>
    public static async Task<IReadOnlyList<RefEntry>> AskAsync(GitCli git, RepositoryFacts facts, CancellationToken cancel)
    {
        var output = await git.RunAsync(
            facts.CommonDirectory, cancel,
            "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads", "refs/tags", "refs/remotes");
        return [.. ParsePacked(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))];
    }

    /// <summary>
    /// Reads the lines of a `packed-refs` file; what is not `hash name` (headers, peeled tags, damage) is passed over.
    /// </summary>
    public static IEnumerable<RefEntry> ParsePacked(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.Length > 41 && line[40] == ' ' && ObjectId.IsValid(line.AsSpan(0, 40)))
            {
                yield return new RefEntry(line[41..], line[..40]);
            }
        }
    }

    private static bool IsKept(string name) =>
        Kinds.Any(kind => name.StartsWith($"refs/{kind}/", StringComparison.Ordinal));

    private static void ReadLoose(string commonDirectory, string prefix, Dictionary<string, string> refs)
    {
        var folder = new DirectoryInfo(Path.Combine(commonDirectory, prefix));
        if (!folder.Exists)
        {
            return;
        }
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var name = $"{prefix}/{Paths.WithSlashes(Path.GetRelativePath(folder.FullName, file.FullName))}";
            if (ReadLoose(file.FullName) is { } id)
            {
                refs[name] = id;
            }
        }
    }

    private static string? ReadLoose(string path)
    {
        try
        {
            var text = File.ReadAllText(path).TrimEnd();
            return ObjectId.IsValid(text) ? text : null;
        }
        catch (IOException)
        {
            // Deleted or packed while we looked: git is at work beside us. A ref less does no harm.
            return null;
        }
    }
}
