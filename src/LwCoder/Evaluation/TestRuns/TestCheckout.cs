using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// The files of a commit, with a patch or without, in a folder that is gone afterwards. It has a git directory of its own, so
/// that git works in it and neither the repository's nor a plan's worktree is touched. One whose process was killed is removed
/// by the next.
/// </summary>
internal sealed class TestCheckout : IDisposable
{
    private const string OwnerEnding = ".owner";

    private readonly string _folder;

    private TestCheckout(string folder, string baseSha, string name)
    {
        _folder = folder;
        // Nothing of the host's repository: the record of synced files and the index are kept here.
        Worktree = new Worktree(
            System.IO.Path.Combine(folder, "tree"), System.IO.Path.Combine(folder, "admin"), name, baseSha, baseSha,
            StartedFrom: null, Created: true, []);
    }

    public Worktree Worktree { get; }

    /// <summary>A place beside the files, for the sandbox.</summary>
    public string In(string name) => System.IO.Path.Combine(_folder, name);

    public PrivateGitMounts? Git { get; private set; }

    /// <param name="folder">Where checkouts are made; may be missing.</param>
    /// <param name="patch">To be applied; null for the commit as it is.</param>
    /// <param name="inContainer">Whether the sandbox shows it elsewhere than where it lies.</param>
    /// <exception cref="UserError">The commit is not there, or the patch does not fit it.</exception>
    public static async Task<TestCheckout> CreateAsync(
        GitCli git, RepositoryFacts facts, string folder, string baseSha, string? patch, bool inContainer,
        CancellationToken cancel)
    {
        var name = $"tests-{Guid.NewGuid():N}"[..14];
        var checkout = new TestCheckout(RealPath.Of(System.IO.Path.Combine(folder, name)), baseSha, name);
        try
        {
            OwnerOnly.CreateFolder(folder);
            // First, and gone last: a folder without it is nobody's.
            AtomicFile.WriteText(checkout._folder + OwnerEnding, ProcessIdentity.Current.ToString());
            OwnerOnly.CreateFolder(checkout._folder);
            await checkout.FillAsync(git, facts, patch, cancel);
            await checkout.AddGitAsync(git, facts, inContainer, cancel);
            return checkout;
        }
        catch
        {
            checkout.Dispose();
            throw;
        }
    }

    /// <summary>Removes what killed processes have left.</summary>
    public static void Sweep(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (var owner in Directory.EnumerateFiles(folder, "*" + OwnerEnding))
        {
            if (ProcessIdentity.TryParse(File.ReadAllText(owner)) is not { MayBeAlive: true })
            {
                Remove(owner[..^OwnerEnding.Length]);
            }
        }
    }

    public void Dispose() => Remove(_folder);

    /// <summary>What cannot be deleted keeps its owner, and the next sweep tries again.</summary>
    private static void Remove(string folder)
    {
        if (FolderRemoval.TryRemove(folder))
        {
            File.Delete(folder + OwnerEnding);
        }
    }

    private async Task FillAsync(GitCli git, RepositoryFacts facts, string? patch, CancellationToken cancel)
    {
        Directory.CreateDirectory(Worktree.Path);
        Directory.CreateDirectory(Worktree.GitDirectory);
        var objects = Directory.CreateDirectory(In("objects")).FullName;
        await RunAsync("read-tree", Worktree.BaseSha);
        await RunAsync("checkout-index", "--all", "--force", "--index");
        if (patch is not null && new FileInfo(patch).Length > 0)
        {
            var call = Call("apply", "--index", "--binary", "--whitespace=nowarn", System.IO.Path.GetFullPath(patch));
            var applied = await git.AskAsync(call, cancel);
            if (!applied.Succeeded)
            {
                throw new UserError(
                    $"the change {patch} cannot be applied to {ObjectId.Short(Worktree.BaseSha)}: {GitCli.Words(applied)}");
            }
        }

        Task RunAsync(params string[] arguments) => git.RunAsync(Call(arguments), cancel);

        GitCall Call(params string[] arguments) => new(Worktree.Path, arguments)
        {
            Environment = new Dictionary<string, string?>
            {
                ["GIT_DIR"] = facts.CommonDirectory,
                ["GIT_WORK_TREE"] = Worktree.Path,
                ["GIT_INDEX_FILE"] = System.IO.Path.Combine(Worktree.GitDirectory, "index"),
                // What `apply` writes is nobody's.
                ["GIT_OBJECT_DIRECTORY"] = objects,
                ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = string.Join(
                    System.IO.Path.PathSeparator, AlternateStores.Flatten(facts.ObjectsDirectory).Select(AlternateStores.Quote)),
            },
        };
    }

    /// <summary>Tests may ask git things; what they write there goes with the checkout.</summary>
    private async Task AddGitAsync(GitCli git, RepositoryFacts facts, bool inContainer, CancellationToken cancel)
    {
        var inside = inContainer
            ? new InsidePaths(ContainerLayout.Workspace, ContainerLayout.PrivateGit, (_, number) => ContainerLayout.Objects(number))
            : InsidePaths.Host(Worktree, _folder);
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
