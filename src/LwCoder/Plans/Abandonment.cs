using System.Text;
using LwCoder.Git;

namespace LwCoder.Plans;

/// <summary>
/// Why a plan was given up and where its work is kept. It is written as the message of the plan's last backup, so that it
/// travels with it: the reason as text, the facts as git trailers.
/// </summary>
/// <param name="BaseSha">The commit the work started from.</param>
/// <param name="BranchTip">The last commit of the plan's branch; null when there was none.</param>
/// <param name="Snapshot">A commit upon it that holds what was not committed; null when everything was.</param>
/// <param name="KeptAt">The ref that keeps both; null when there was no work.</param>
/// <param name="StartedFrom">The branch the user was on when the worktree was made.</param>
internal sealed record Abandonment(
    string? Reason, string? BaseSha = null, string? BranchTip = null, string? Snapshot = null, string? KeptAt = null,
    string? StartedFrom = null)
{
    private const string BaseKey = "Lw-Coder-Base: ";
    private const string TipKey = "Lw-Coder-Branch-Tip: ";
    private const string SnapshotKey = "Lw-Coder-Snapshot: ";
    private const string KeptKey = "Lw-Coder-Kept-At: ";
    private const string StartKey = "Lw-Coder-Started-From: ";

    public string ToMessage(string planId)
    {
        var message = new StringBuilder($"Abandon plan {planId}\n\n");
        if (Reason is { Length: > 0 })
        {
            message.Append(Reason.ReplaceLineEndings("\n").Trim()).Append("\n\n");
        }
        Add(BaseKey, BaseSha);
        Add(TipKey, BranchTip);
        Add(SnapshotKey, Snapshot);
        Add(KeptKey, KeptAt);
        Add(StartKey, StartedFrom);
        return message.ToString();

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                message.Append(key).Append(value).Append('\n');
            }
        }
    }

    /// <summary>Reads what <see cref="ToMessage"/> wrote. Only the last paragraph holds facts.</summary>
    public static Abandonment Parse(string message)
    {
        var paragraphs = message.TrimEnd('\n').Split("\n\n").Skip(1).ToList();
        var facts = paragraphs.Count > 0 && paragraphs[^1].Split('\n') is var lines && lines.All(IsFact) ? lines : [];
        var reason = string.Join("\n\n", facts.Length > 0 ? paragraphs.SkipLast(1) : paragraphs);
        return new Abandonment(
            reason.Length > 0 ? reason : null, Id(BaseKey), Id(TipKey), Id(SnapshotKey), Fact(KeptKey), Fact(StartKey));

        string? Fact(string key) =>
            facts.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..];

        string? Id(string key) => Fact(key) is { } id && ObjectId.IsValid(id) ? id : null;
    }

    private static bool IsFact(string line) =>
        ((string[])[BaseKey, TipKey, SnapshotKey, KeptKey, StartKey])
            .Any(key => line.StartsWith(key, StringComparison.Ordinal));
}
