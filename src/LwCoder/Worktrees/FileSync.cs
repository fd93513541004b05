using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>
/// Gives a worktree copies of files that git does not track, such as `.env`, and takes them away again. They are not the
/// agent's work and in no patch. What an agent has changed is never removed. Everything can be repeated.
/// </summary>
internal sealed class FileSync(GitCli git)
{
    /// <summary>Copies what is not there yet. Take away what an earlier session was given first.</summary>
    /// <exception cref="UserError">A pattern finds nothing, or the files are too large; nothing was copied.</exception>
    public async Task<SyncResult> CopyAsync(
        RepositoryFacts facts, Worktree worktree, SyncRules rules, CancellationToken cancel)
    {
        if (rules.Patterns.Count == 0)
        {
            return SyncResult.Nothing;
        }
        var notes = new List<string>();
        var there = new SyncedFiles(worktree.Path);
        var wanted = await new SyncSource(git).ListAsync(facts.Root, rules, cancel);
        var paths = wanted.Where(path => IsWanted(facts.Root, there, path, notes)).ToHashSet();
        var stage = MakeStage(worktree.GitDirectory);
        try
        {
            var copies = new List<SyncedFile>();
            foreach (var path in paths)
            {
                cancel.ThrowIfCancellationRequested();
                copies.Add(Stage(Path.Combine(facts.Root, path), path, StagedName(stage, copies.Count)));
            }
            var before = SyncRecord.Read(worktree.GitDirectory) ?? new SyncRecord([], []);
            var kept = before.Files.Where(file => !paths.Contains(file.Path));
            var folders = before.Folders.Concat(paths.SelectMany(there.MissingFolders)).Distinct().ToList();
            new SyncRecord([.. kept, .. copies], folders).Write(worktree.GitDirectory);
            for (var i = 0; i < copies.Count; i++)
            {
                Place(copies[i], StagedName(stage, i), Path.Combine(worktree.Path, copies[i].Path));
            }
        }
        finally
        {
            Directory.Delete(stage, recursive: true);
        }
        return new SyncResult([.. paths], notes);
    }

    /// <summary>
    /// Removes the copies the agent left as they were. Call it when nothing of the session runs any more and its commits
    /// are in the repository.
    /// </summary>
    public async Task<SyncRemoval> RemoveAsync(RepositoryFacts facts, Worktree worktree, CancellationToken cancel)
    {
        DeleteStage(worktree.GitDirectory);
        if (SyncRecord.Read(worktree.GitDirectory) is not { } record)
        {
            return SyncRemoval.Nothing;
        }
        var there = new SyncedFiles(worktree.Path);
        var taken = await TakenByGitAsync(new WorktreeGit(git, facts, worktree), worktree.BaseSha, cancel);
        var kept = new List<SyncedFile>();
        foreach (var copy in record.Files)
        {
            var full = there.Locate(copy.Path) is { } path && SyncedFiles.IsThere(path) ? path : null;
            if (taken.Contains(copy.Path) || (full is not null && !SyncedFiles.TryRemove(full, copy)))
            {
                kept.Add(copy);
            }
        }
        there.RemoveEmpty(record.Folders);
        new SyncRecord(kept, kept.Count > 0 ? record.Folders : []).Write(worktree.GitDirectory);
        return SyncRemoval.Of(kept.ConvertAll(copy => copy.Path), taken);
    }

    private static bool IsWanted(string root, SyncedFiles there, string path, List<string> notes)
    {
        if (there.Locate(path) is not { } target)
        {
            notes.Add($"{TerminalText.Label(path)} was not copied: in the worktree a link on the way leads elsewhere");
            return false;
        }
        var source = Path.Combine(root, path);
        if (SyncedFiles.IsThere(target) || !SyncedFiles.IsThere(source))
        {
            return false;
        }
        // A copied link must not show what lies outside, nor the main worktree itself.
        if (new FileInfo(source).LinkTarget is { } link
            && (Path.IsPathRooted(link) || ContainedPath.Resolve(root, path) is null))
        {
            notes.Add($"{TerminalText.Label(path)} was not copied: it is a link that leads out of the worktree");
            return false;
        }
        return true;
    }

    private static string MakeStage(string gitDirectory)
    {
        DeleteStage(gitDirectory);
        var stage = SyncRecord.StageIn(gitDirectory);
        OwnerOnly.CreateFolder(stage);
        return stage;
    }

    private static void DeleteStage(string gitDirectory)
    {
        if (Directory.Exists(SyncRecord.StageIn(gitDirectory)))
        {
            Directory.Delete(SyncRecord.StageIn(gitDirectory), recursive: true);
        }
    }

    private static string StagedName(string stage, int index) => Path.Combine(stage, $"{index}");

    private static SyncedFile Stage(string source, string path, string staged)
    {
        if (new FileInfo(source).LinkTarget is { } link)
        {
            return new SyncedFile(path, 0, null, link);
        }
        File.Copy(source, staged);
        return new SyncedFile(path, new FileInfo(staged).Length, SyncedFiles.HashOf(staged), null);
    }

    private static void Place(SyncedFile copy, string staged, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (copy.Link is { } link)
        {
            File.CreateSymbolicLink(target, link);
        }
        else
        {
            File.Move(staged, target);
        }
    }

    /// <summary>
    /// Paths that commits of the work have touched or the index holds: a copy among them has become a part of the work.
    /// </summary>
    private static async Task<HashSet<string>> TakenByGitAsync(WorktreeGit inTree, string baseSha, CancellationToken cancel)
    {
        var committed = await inTree.RunAsync(
            cancel, "log", "-z", "--format=", "--name-only", "--no-renames", "-m", $"{baseSha}..HEAD");
        var staged = await inTree.RunAsync(cancel, "ls-files", "-z");
        return [.. committed.Split('\0', '\n'), .. staged.Split('\0')];
    }
}
