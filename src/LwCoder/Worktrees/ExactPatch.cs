namespace LwCoder.Worktrees;

/// <summary>
/// A place for a patch as `git apply` gives exactly the same files, secrets and all, which is why it is nowhere near what is
/// kept: it is the user's alone, and gone when it was used.
/// </summary>
internal sealed class ExactPatch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lw_coder-patch-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "changes.patch");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
