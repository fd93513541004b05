using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Sessions;

/// <summary>
/// Makes known what sessions are lent: forwarded variables, and the untracked files that worktrees get copies of. For whoever
/// keeps or sends texts after a session: the agent has read them, and plans and feedback quote them.
/// </summary>
internal sealed class LentSecrets(GitCli git, KnownSecrets known)
{
    public async Task LearnAsync(
        RepositoryFacts facts, Settings settings, IReadOnlyDictionary<string, string> forwarded, CancellationToken cancel)
    {
        known.Add(Secret.FromEnvironment(forwarded));
        var files = await new SyncSource(git).FindAsync(facts.Root, SyncRules.From(settings), cancel);
        known.Add(FileSecrets.In(facts.Root, files));
    }
}
