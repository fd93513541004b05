using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Makes known what is secret in the untracked files that worktrees get copies of, for whoever keeps or sends texts after a
/// session: the agent has read them, and plans and feedback quote them.
/// </summary>
internal sealed class LentSecrets(GitCli git, KnownSecrets known)
{
    public async Task LearnAsync(RepositoryFacts facts, Settings settings, CancellationToken cancel)
    {
        var files = await new SyncSource(git).FindAsync(facts.Root, SyncRules.From(settings), cancel);
        known.Add(FileSecrets.In(facts.Root, files));
    }
}
