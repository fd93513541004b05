using System.Globalization;
using System.Text;
using LwCoder.Git;

namespace LwCoder.Plans;

/// <summary>
/// Keeps the text of plans in the repository's own objects, because a plan's file may be ignored by git and deleted by
/// anyone. `refs/plan-backups/&lt;plan_id&gt;` is a chain of commits, one for each text the plan had;
/// `refs/plan-abandoned/&lt;plan_id&gt;` is the same for plans that were given up.
/// </summary>
internal sealed class PlanBackups(GitCli git, TimeProvider time)
{
    public const string Prefix = "refs/plan-backups/";

    public const string AbandonedPrefix = "refs/plan-abandoned/";

    /// <summary>One git process when the text is kept already, else two.</summary>
    /// <returns>False when the newest backup holds exactly this text.</returns>
    public async Task<bool> SaveAsync(
        RepositoryFacts facts, string planId, ReadOnlyMemory<byte> text, CancellationToken cancel)
    {
        var reference = Prefix + planId;
        var newest = await ReadAsync(facts, reference, planId, cancel);
        if (newest is not null && text.Span.SequenceEqual(newest.Text))
        {
            return false;
        }
        await CommitAsync(facts, reference, planId, MessageFor(planId), text, [newest?.Commit], cancel);
        return true;
    }

    /// <summary>
    /// Puts the plan among the abandoned ones, its history included. The backup stays until <see cref="DeleteAsync"/>, so
    /// that the text is never nowhere. Repeating it with the same text and facts does nothing.
    /// </summary>
    public async Task AbandonAsync(
        RepositoryFacts facts, string planId, ReadOnlyMemory<byte> text, Abandonment abandonment, CancellationToken cancel)
    {
        var reference = AbandonedPrefix + planId;
        var before = await ReadAsync(facts, reference, planId, cancel);
        if (before is not null && before.Abandonment == abandonment && text.Span.SequenceEqual(before.Text))
        {
            return;
        }
        var backup = await ReadAsync(facts, Prefix + planId, planId, cancel);
        await CommitAsync(
            facts, reference, planId, abandonment.ToMessage(planId), text, [before?.Commit, backup?.Commit], cancel);
    }

    /// <summary>All backups, then all abandoned plans, each by plan id; one git process.</summary>
    public async Task<IReadOnlyList<PlanBackup>> ListAsync(RepositoryFacts facts, CancellationToken cancel)
    {
        var listing = await git.RunAsync(
            facts.CommonDirectory, cancel, "for-each-ref",
            "--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(contents)%00", Prefix, AbandonedPrefix);
        return [.. ParseListing(listing).OrderBy(backup => backup.IsAbandoned)];
    }

    /// <summary>The newest backup of a plan; null when there is none.</summary>
    public Task<PlanBackupText?> FindAsync(RepositoryFacts facts, string planId, CancellationToken cancel) =>
        ReadAsync(facts, Prefix + planId, planId, cancel);

    public Task<PlanBackupText?> FindAbandonedAsync(RepositoryFacts facts, string planId, CancellationToken cancel) =>
        ReadAsync(facts, AbandonedPrefix + planId, planId, cancel);

    /// <summary>
    /// An abandoned plan becomes an ordinary backup again, beside the history of a backup that is there already.
    /// </summary>
    public async Task ReviveAsync(RepositoryFacts facts, string planId, PlanBackupText abandoned, CancellationToken cancel)
    {
        if (await ReadAsync(facts, Prefix + planId, planId, cancel) is { } backup)
        {
            await CommitAsync(
                facts, Prefix + planId, planId, MessageFor(planId), abandoned.Text, [backup.Commit, abandoned.Commit], cancel);
            await UpdateAsync(facts, $"delete {AbandonedPrefix}{planId} {abandoned.Commit}\n", cancel);
            return;
        }
        await UpdateAsync(
            facts, $"create {Prefix}{planId} {abandoned.Commit}\ndelete {AbandonedPrefix}{planId} {abandoned.Commit}\n", cancel);
    }

    /// <summary>Removes the backup of a plan that is done or kept elsewhere. No error when there is none.</summary>
    public Task DeleteAsync(RepositoryFacts facts, string planId, CancellationToken cancel) =>
        UpdateAsync(facts, $"delete {Prefix}{planId}\n", cancel);

    internal static IEnumerable<PlanBackup> ParseListing(string listing)
    {
        var fields = listing.Split('\0');
        for (var i = 0; i + 3 < fields.Length; i += 4)
        {
            var name = fields[i].TrimStart('\n');
            var isAbandoned = name.StartsWith(AbandonedPrefix, StringComparison.Ordinal);
            // A ref of that name that is no commit has no date: it is somebody else's.
            if (long.TryParse(fields[i + 2], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            {
                yield return new PlanBackup(
                    name[(isAbandoned ? AbandonedPrefix : Prefix).Length..], fields[i + 1],
                    DateTimeOffset.FromUnixTimeSeconds(seconds), isAbandoned ? Abandonment.Parse(fields[i + 3]) : null);
            }
        }
    }

    private Task<string> UpdateAsync(RepositoryFacts facts, string transaction, CancellationToken cancel) => git.RunAsync(
        new GitCall(facts.CommonDirectory, "update-ref", "--stdin") { Input = $"start\n{transaction}commit\n" }, cancel);

    private async Task<PlanBackupText?> ReadAsync(
        RepositoryFacts facts, string reference, string planId, CancellationToken cancel)
    {
        using var answers = new MemoryStream();
        var call = new GitCall(facts.CommonDirectory, "cat-file", "--batch")
        {
            Input = $"{reference}^{{commit}}\n{reference}:{FileOf(planId)}\n",
            ReadOutput = (stream, token) => stream.CopyToAsync(answers, token),
        };
        await git.RunAsync(call, cancel);
        var objects = CatFileListing.Parse(answers.ToArray());
        if (objects is not [{ Kind: "commit" } commit, { Kind: "blob" } file])
        {
            return null;
        }
        var text = Encoding.UTF8.GetString(commit.Content);
        var message = text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..];
        var isAbandoned = reference.StartsWith(AbandonedPrefix, StringComparison.Ordinal);
        return new PlanBackupText(commit.Id, file.Content, isAbandoned ? Abandonment.Parse(message) : null);
    }

    /// <summary>
    /// One process makes blob, trees, commit and ref. It refuses when somebody has moved the ref meanwhile, because that
    /// text would be lost.
    /// </summary>
    private async Task CommitAsync(
        RepositoryFacts facts, string reference, string planId, string message, ReadOnlyMemory<byte> text,
        IReadOnlyList<string?> parents, CancellationToken cancel)
    {
        var known = parents.OfType<string>().ToList();
        var messageBytes = Encoding.UTF8.GetBytes(message);
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            commit {reference}
            committer lw_coder <lw_coder@localhost> {time.GetUtcNow().ToUnixTimeSeconds()} +0000
            data {messageBytes.Length}

            """).ReplaceLineEndings("\n"));
        var body = new StringBuilder("\n");
        for (var i = 0; i < known.Count; i++)
        {
            body.Append(i == 0 ? "from " : "merge ").Append(known[i]).Append('\n');
        }
        body.Append(CultureInfo.InvariantCulture, $"deleteall\nM 100644 inline {FileOf(planId)}\ndata {text.Length}\n");
        await git.RunAsync(
            new GitCall(facts.CommonDirectory, "fast-import", "--quiet", "--date-format=raw", "--done")
            {
                WriteInput = async (stream, token) =>
                {
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), token);
                    await stream.WriteAsync(messageBytes, token);
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(body.ToString()), token);
                    await stream.WriteAsync(text, token);
                    await stream.WriteAsync("\ndone\n"u8.ToArray(), token);
                },
            },
            cancel);
    }

    private static string MessageFor(string planId) => $"Backup of plan {planId}\n";

    private static string FileOf(string planId) => $".lw_coder/tasks/{planId}.md";
}
