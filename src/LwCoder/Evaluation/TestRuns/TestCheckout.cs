using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Sandboxes;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// The files of a commit, with a patch or without, for tests to run in. It has a git directory of its own, so that git works in
/// it and neither the repository's nor a plan's worktree is touched. Afterwards it is gone, or as if no test had been there.
/// </summary>
internal sealed class TestCheckout : IAsyncDisposable
{
    /// <summary>The index outlives a use; all else beside the files is made anew for each.</summary>
    private const string Index = "index";

    private readonly string _folder;
    private readonly CheckoutShelf _shelf;
    private readonly CheckoutFiles _files;
    private readonly RepositoryFacts _facts;
    private readonly bool _reusable;

    private TestCheckout(
        GitCli git, RepositoryFacts facts, CheckoutShelf shelf, string folder, string baseSha, bool reusable)
    {
        (_shelf, _folder, _facts, _reusable) = (shelf, folder, facts, reusable);
        // Nothing of the host's repository: the record of synced files and the index are kept here.
        Worktree = new Worktree(
            System.IO.Path.Combine(folder, "tree"), System.IO.Path.Combine(folder, "admin"), System.IO.Path.GetFileName(folder),
            baseSha, baseSha, StartedFrom: null, Created: true, []);
        _files = new CheckoutFiles(
            git, facts, Worktree.Path, System.IO.Path.Combine(Worktree.GitDirectory, Index), In("objects"));
    }

    public Worktree Worktree { get; }

    /// <summary>A place beside the files, for the sandbox.</summary>
    public string In(string name) => System.IO.Path.Combine(_folder, name);

    public PrivateGitMounts? Git { get; private set; }

    /// <param name="patch">To be applied; null for the commit as it is.</param>
    /// <param name="contained">
    /// Whether the sandbox ends everything that tests start and keeps them in their folder: only then can one be used again.
    /// </param>
    /// <param name="movesPaths">Whether the sandbox shows it elsewhere than where it lies.</param>
    /// <exception cref="UserError">The commit is not there, or the patch does not fit it.</exception>
    public static async Task<TestCheckout> CreateAsync(
        GitCli git, RepositoryFacts facts, CheckoutShelf shelf, string baseSha, string? patch, bool contained, bool movesPaths,
        CancellationToken cancel)
    {
        // Windows tells less of what was done to a file.
        var reusable = contained && !OperatingSystem.IsWindows();
        var checkout = await TakeAsync(git, facts, shelf, baseSha, reusable, cancel)
            ?? new TestCheckout(git, facts, shelf, shelf.Reserve(), baseSha, reusable);
        try
        {
            if (!Directory.Exists(checkout._folder))
            {
                OwnerOnly.CreateFolder(checkout._folder);
                checkout.MakeFolders();
                await checkout._files.FillAsync(baseSha, used: false, cancel);
            }
            if (patch is not null && new FileInfo(patch).Length > 0)
            {
                await checkout._files.ApplyAsync(patch, baseSha, cancel);
            }
            await checkout.AddGitAsync(git, facts, movesPaths, cancel);
            return checkout;
        }
        catch
        {
            CheckoutShelf.TryRemove(checkout._folder);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_reusable || !await IsCleanAgainAsync() || !_shelf.TryPutDown(_folder, NoteOf(_facts, Worktree.BaseSha)))
        {
            CheckoutShelf.TryRemove(_folder);
        }
    }

    /// <returns>An idle checkout with the files of the commit; null when there is none that can be trusted.</returns>
    private static async Task<TestCheckout?> TakeAsync(
        GitCli git, RepositoryFacts facts, CheckoutShelf shelf, string baseSha, bool reusable, CancellationToken cancel)
    {
        if (!reusable || shelf.Take() is not { } taken)
        {
            return null;
        }
        var checkout = new TestCheckout(git, facts, shelf, taken.Path, baseSha, reusable);
        try
        {
            if (taken.Note.Split(' ') is [var was, var rules] && rules == CheckoutFiles.RulesOf(facts)
                && await checkout._files.HaveSameAttributesAsync(was, baseSha, cancel))
            {
                // As a whole, although it was left clean: somebody may have been there since.
                await checkout.CleanAsync(cancel);
                return checkout;
            }
        }
        catch (Exception unusable) when (unusable is UserError or IOException or UnauthorizedAccessException)
        {
            // A new one will do.
        }
        catch
        {
            CheckoutShelf.TryRemove(taken.Path);
            throw;
        }
        CheckoutShelf.TryRemove(taken.Path);
        return null;
    }

    private static string NoteOf(RepositoryFacts facts, string baseSha) => $"{baseSha} {CheckoutFiles.RulesOf(facts)}";

    private async Task<bool> IsCleanAgainAsync()
    {
        try
        {
            await CleanAsync(CancellationToken.None);
            return true;
        }
        catch (Exception unusable) when (unusable is UserError or IOException or UnauthorizedAccessException)
        {
            // Something in it resists; it is removed instead.
            return false;
        }
    }

    /// <summary>Removes everything but the commit's files and the index that knows them.</summary>
    private async Task CleanAsync(CancellationToken cancel)
    {
        var beside = Directory.EnumerateFileSystemEntries(_folder)
            .Concat(Directory.EnumerateFileSystemEntries(Worktree.GitDirectory))
            .Where(path => path != Worktree.Path && path != Worktree.GitDirectory && System.IO.Path.GetFileName(path) != Index);
        foreach (var path in beside.ToList())
        {
            if (!FolderRemoval.TryRemove(path))
            {
                throw new UserError($"{path} cannot be removed");
            }
            File.Delete(path);
        }
        MakeFolders();
        await _files.FillAsync(Worktree.BaseSha, used: true, cancel);
    }

    private void MakeFolders()
    {
        foreach (var folder in (string[])[Worktree.Path, Worktree.GitDirectory, In("objects")])
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Tests may ask git things; what they write there goes with the checkout.</summary>
    private async Task AddGitAsync(GitCli git, RepositoryFacts facts, bool movesPaths, CancellationToken cancel)
    {
        var inside = movesPaths ? SessionGit.InContainer : InsidePaths.Host(Worktree, _folder);
        var own = await PrivateGit.CreateAsync(git, facts, Worktree, _folder, inside, cancel);
        MoveObjects(In("objects"), own.ObjectsDirectory);
        // The mount point of the pointer; with nothing around the tests it is the pointer.
        File.Copy(own.PointerFile, Worktree.PointerPath);
        Git = new PrivateGitMounts(
            own.GitDirectory, own.ObjectStores, [(own.PointerFile, $"{inside.Workspace}/.git"), .. own.Masks]);
    }

    private static void MoveObjects(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(to, System.IO.Path.GetRelativePath(from, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }
}
