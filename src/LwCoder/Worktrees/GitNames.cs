namespace LwCoder.Worktrees;

/// <summary>Names that a file system takes for `.git`.</summary>
internal static class GitNames
{
    public static bool IsDotGit(ReadOnlySpan<char> name)
    {
        if (OperatingSystem.IsLinux())
        {
            return name is ".git";
        }
        if (OperatingSystem.IsWindows())
        {
            // Trailing dots and spaces are not seen there, and `git~1` is the short name.
            var visible = name.TrimEnd(". ");
            return visible.Equals(".git", StringComparison.OrdinalIgnoreCase)
                || visible.Equals("git~1", StringComparison.OrdinalIgnoreCase);
        }
        return name.Length >= 4 && WithoutInvisible(name).Equals(".git", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Apple's file system passes over these code points when it compares names.</summary>
    private static string WithoutInvisible(ReadOnlySpan<char> name)
    {
        var kept = new System.Text.StringBuilder();
        foreach (var letter in name)
        {
            if (letter is not ((>= '\u200C' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
                or (>= '\u206A' and <= '\u206F') or '\uFEFF'))
            {
                kept.Append(letter);
            }
        }
        return kept.ToString();
    }
}
