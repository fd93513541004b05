using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Worktrees;

/// <summary>What a session left in its private git directory, read as text that may be anything.</summary>
/// <param name="Head">The commit that was checked out at the end; null when it names nothing.</param>
/// <param name="HeadBranch">The branch that was checked out, without `refs/heads/`; null when detached.</param>
/// <param name="Refs">All refs by full name.</param>
internal sealed record SessionRefs(string? Head, string? HeadBranch, IReadOnlyDictionary<string, string> Refs)
{
    private const int MaximumFile = 4096;
    private const long MaximumPackedRefs = 64 << 20;
    private const int MaximumRefs = 100_000;

    /// <exception cref="UserError">When the directory holds links, pipes or devices: then nothing in it is opened.</exception>
    public static async Task<SessionRefs> ReadAsync(IProcessRunner processes, PrivateGit session, CancellationToken cancel)
    {
        await RefuseSpecialFilesAsync(processes, session.GitDirectory, cancel);
        var refs = new Dictionary<string, string>(StringComparer.Ordinal);
        var packed = new FileInfo(Path.Combine(session.GitDirectory, "packed-refs"));
        if (packed is { Exists: true, Length: <= MaximumPackedRefs })
        {
            foreach (var entry in RefListing.ParsePacked(File.ReadLines(packed.FullName)).Take(MaximumRefs))
            {
                refs[entry.Name] = entry.ObjectId;
            }
        }
        var loose = new DirectoryInfo(Path.Combine(session.GitDirectory, "refs"));
        var files = loose.Exists ? loose.EnumerateFiles("*", SearchOption.AllDirectories).Take(MaximumRefs) : [];
        foreach (var file in files)
        {
            if (ReadSmall(file.FullName) is { } text && ObjectId.IsValid(text))
            {
                refs["refs/" + Paths.WithSlashes(Path.GetRelativePath(loose.FullName, file.FullName))] = text;
            }
        }
        var head = ReadSmall(Path.Combine(session.GitDirectory, "worktrees", session.WorktreeName, "HEAD")) ?? "";
        if (head.StartsWith("ref: ", StringComparison.Ordinal))
        {
            var target = head["ref: ".Length..];
            return new SessionRefs(refs.GetValueOrDefault(target), BranchName.FromRef(target), refs);
        }
        return new SessionRefs(ObjectId.IsValid(head) ? head : null, null, refs);
    }

    private static string? ReadSmall(string path)
    {
        var file = new FileInfo(path);
        return file is { Exists: true, Length: > 0 and <= MaximumFile } ? File.ReadAllText(path).TrimEnd('\n', '\r') : null;
    }

    /// <summary>
    /// A link would lead git out of the directory, and a pipe would stop it for ever. .NET cannot tell pipes and
    /// devices from files, `find` can; Windows has only links.
    /// </summary>
    private static async Task RefuseSpecialFilesAsync(IProcessRunner processes, string directory, CancellationToken cancel)
    {
        string? special;
        if (OperatingSystem.IsWindows())
        {
            special = Directory.EnumerateFileSystemEntries(directory, "*", FolderWalk.TreeWithLinks)
                .FirstOrDefault(Paths.IsLink);
        }
        else
        {
            var spec = new ProcessSpec("find", directory, "!", "-type", "f", "!", "-type", "d", "-print");
            var found = await processes.RunAsync(spec, cancel);
            special = found.Output.Length > 0 ? found.Output.Split('\n')[0] : found.Succeeded ? null : found.Error.Split('\n')[0];
        }
        if (special is not null)
        {
            throw new UserError(
                $"the session's git directory holds what is no plain file or folder ({special}); its commits are not taken over",
                "the changed files are in the worktree; commit them there", ExitCode.NeedsPerson);
        }
    }
}
