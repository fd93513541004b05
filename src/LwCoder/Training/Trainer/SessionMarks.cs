using System.Text.RegularExpressions;

namespace LwCoder.Training.Trainer;

/// <summary>Ids and paths that mean something in one session only, and nothing to an agent that gets a prompt later.</summary>
internal static partial class SessionMarks
{
    /// <param name="own">The prompts as they are, whose own marks may stay.</param>
    /// <param name="planIds">Of the samples.</param>
    public static bool AreIn(string text, string own, IEnumerable<string> planIds) =>
        Mark().Matches(text).Any(match => !own.Contains(match.Value, StringComparison.Ordinal))
        || planIds.Where(IsDistinctive).Any(id => Words.Mention(text, id) && !Words.Mention(own, id));

    /// <summary>A plan may be called by a word that a prompt needs, such as `tests`.</summary>
    private static bool IsDistinctive(string planId) =>
        planId.Length >= 6 && !planId.All(char.IsAsciiLetter);

    /// <summary>
    /// UUIDs, commits, ids of tool calls and subagents, stamps of runs, homes, temporary folders and worktrees.
    /// </summary>
    [GeneratedRegex("""
        \b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b
        | \b[0-9a-f]{40}\b
        | \b(toolu|call|msg)_[A-Za-z0-9]{16,}
        | \bagent-(?=[a-f]*\d)[0-9a-f]{7,8}\b
        | \b\d{8}_\d{6}\b
        | (?<![\w.])/(home|Users|root|tmp|var/folders)/[\w.-]+
        | \b[A-Za-z]:\\Users\\[\w.-]+
        | \.(lw_coder|weft)[/\\]worktrees[/\\][\w.-]+
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Mark();
}
