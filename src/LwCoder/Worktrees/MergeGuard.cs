using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// Like <see cref="FilterGuard"/> for merge drivers: `.gitattributes` that an agent wrote may choose one, and its command may
/// be a script an agent wrote. They are replaced by git's own merge of texts.
/// </summary>
internal static class MergeGuard
{
    private const string Plain = "git merge-file --marker-size=%L %A %O %B";

    public static IReadOnlyList<string> Settings(GitConfig config) =>
    [
        .. config.Keys
            .Where(key => key.StartsWith("merge.", StringComparison.Ordinal) && key.EndsWith(".driver", StringComparison.Ordinal))
            .Select(key => $"{key}={Plain}"),
    ];
}
