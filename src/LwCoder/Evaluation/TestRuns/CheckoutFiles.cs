using System.Security.Cryptography;
using System.Text;
using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// The files of a commit in a folder, with an index of their own outside of it. Brought to the same state from whatever the
/// folder holds: what git finds touched since it wrote it, by size, times and inode, is written anew, and all else goes.
/// </summary>
/// <param name="objects">For objects that git makes meanwhile, which are nobody's.</param>
internal sealed class CheckoutFiles(GitCli git, RepositoryFacts facts, string tree, string index, string objects)
{
    /// <summary>The caller's own settings must not make git look less closely.</summary>
    private static readonly string[] Strict =
        ["core.trustctime=true", "core.checkStat=default", "core.ignoreStat=false", "core.untrackedCache=false"];

    /// <summary>What decides, beside the commit, how git writes files: those written under other rules are no use.</summary>
    public static string RulesOf(RepositoryFacts facts)
    {
        var rules = new StringBuilder();
        foreach (var key in facts.Config.Keys.Where(Matters).Order(StringComparer.Ordinal))
        {
            rules.Append(key).Append('=').Append(facts.Config[key]).Append('\n');
        }
        var own = Path.Combine(facts.CommonDirectory, "info", "attributes");
        rules.Append(File.Exists(own) ? File.ReadAllText(own) : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rules.ToString())));

        static bool Matters(string key) =>
            key.StartsWith("core.", StringComparison.Ordinal) || key.StartsWith("filter.", StringComparison.Ordinal);
    }

    /// <param name="used">Something is there already.</param>
    /// <exception cref="UserError">The commit is not there, or something cannot be written or removed.</exception>
    public async Task FillAsync(string commit, bool used, CancellationToken cancel)
    {
        await RunAsync(cancel, "read-tree", "--reset", commit);
        if (used)
        {
            var listing = await RunAsync(cancel, "ls-files", "-z");
            StrayFiles.Remove(tree, listing.Split('\0', StringSplitOptions.RemoveEmptyEntries), FolderMode());
        }
        await RunAsync(cancel, "checkout-index", "--all", "--force", "--index");
    }

    /// <summary>Whether files of one commit are written by the same rules as those of another.</summary>
    public async Task<bool> HaveSameAttributesAsync(string one, string other, CancellationToken cancel) =>
        one == other || (await git.AskAsync(
            Call("diff-tree", "-r", "--quiet", one, other, "--", ":(glob)**/.gitattributes"), cancel)).Succeeded;

    /// <exception cref="UserError">It does not fit.</exception>
    public async Task ApplyAsync(string patch, string commit, CancellationToken cancel)
    {
        var applied = await git.AskAsync(
            Call("apply", "--index", "--binary", "--whitespace=nowarn", Path.GetFullPath(patch)), cancel);
        if (!applied.Succeeded)
        {
            throw new UserError($"the change {patch} cannot be applied to {ObjectId.Short(commit)}: {GitCli.Words(applied)}");
        }
    }

    /// <summary>That of a folder which has just been made.</summary>
    private UnixFileMode? FolderMode() => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(objects);

    private Task<string> RunAsync(CancellationToken cancel, params string[] arguments) =>
        git.RunAsync(Call(arguments), cancel);

    private GitCall Call(params string[] arguments) => new(tree, arguments)
    {
        // The tree has what an agent wrote.
        Settings = [.. Strict, .. FilterGuard.Settings(facts.Config)],
        Environment = new Dictionary<string, string?>
        {
            ["GIT_DIR"] = facts.CommonDirectory,
            ["GIT_WORK_TREE"] = tree,
            ["GIT_INDEX_FILE"] = index,
            ["GIT_OBJECT_DIRECTORY"] = objects,
            ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = string.Join(
                Path.PathSeparator, AlternateStores.Flatten(facts.ObjectsDirectory).Select(AlternateStores.Quote)),
        },
    };
}
