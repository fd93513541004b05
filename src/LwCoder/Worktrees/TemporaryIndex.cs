namespace LwCoder.Worktrees;

/// <summary>
/// A copy of a worktree's index, so that everything in the worktree can be staged without touching what the user has
/// staged. The copy knows the files' times and sizes, so only changed files are read.
/// </summary>
internal sealed class TemporaryIndex : IDisposable
{
    private readonly string _folder;

    private TemporaryIndex(string folder) => _folder = folder;

    public string Path => System.IO.Path.Combine(_folder, "index");

    /// <summary>A place for objects that are needed only as long as this index is.</summary>
    public string ObjectsDirectory => System.IO.Path.Combine(_folder, "objects");

    /// <param name="gitDirectory">The worktree's part of the git directory. Without an index there, the copy is empty.</param>
    public static TemporaryIndex Copy(string gitDirectory)
    {
        var copy = new TemporaryIndex(Directory.CreateTempSubdirectory("lw_coder-index-").FullName);
        Directory.CreateDirectory(copy.ObjectsDirectory);
        var index = System.IO.Path.Combine(gitDirectory, "index");
        if (File.Exists(index))
        {
            File.Copy(index, copy.Path);
        }
        return copy;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
