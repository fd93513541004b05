using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// git on a working tree that an agent may have written. The git directory is named outright, so that whatever now
/// lies at `.git` there leads nowhere; filters are guarded, and no other repository inside is entered.
/// </summary>
internal sealed class WorktreeGit(GitCli git, RepositoryFacts facts, string worktree, string gitDirectory)
{
    private readonly IReadOnlyList<string> _settings =
        [.. FilterGuard.Settings(facts.Config), "core.safecrlf=false", "core.splitIndex=false", "advice.addEmbeddedRepo=false"];

    public WorktreeGit(GitCli git, RepositoryFacts facts, Worktree worktree)
        : this(git, facts, worktree.Path, worktree.GitDirectory)
    {
    }

    public string Path => worktree;

    /// <summary>For calls that merge, see <see cref="MergeGuard"/>.</summary>
    public IReadOnlyList<string> MergeGuards => MergeGuard.Settings(facts.Config);

    public string GitDirectory => gitDirectory;

    public string CommonDirectory => facts.CommonDirectory;

    /// <summary>False when a person has deleted the folder: then only HEAD and the index are left.</summary>
    public bool FolderExists => Directory.Exists(worktree);

    public GitCall Call(params IReadOnlyList<string> arguments) => new(FolderExists ? worktree : gitDirectory, arguments)
    {
        Settings = _settings,
        Environment = new Dictionary<string, string?>
        {
            ["GIT_DIR"] = gitDirectory,
            ["GIT_WORK_TREE"] = FolderExists ? worktree : null,
        },
    };

    public Task<string> RunAsync(CancellationToken cancel, params IReadOnlyList<string> arguments) =>
        git.RunAsync(Call(arguments), cancel);

    public Task<string> RunAsync(GitCall call, CancellationToken cancel) => git.RunAsync(call, cancel);
}
