namespace LwCoder.Sandboxes.Images;

/// <summary>
/// `.lw_coder/.dockerignore`: which files of the repository a build may see, by Docker's rules: one pattern a line
/// relative to the repository's root, `!` takes back, the last match wins, a match of a folder holds for all below it.
/// </summary>
internal sealed class IgnoreFile
{
    /// <summary>Secrets stay out unless the file lets them in.</summary>
    private const string First = "**/.env\n";

    /// <summary>
    /// Never sent, whatever the file says: git's own data, and lw_coder's, whose changes must not rebuild an image.
    /// </summary>
    private const string Last = """

        **/.git
        .lw_coder/worktrees
        .lw_coder/runs
        .lw_coder/tasks
        .lw_coder/prompts
        .lw_coder/judges
        .lw_coder/training_data
        .lw_coder/optimizations
        .lw_coder/telemetry.db*
        .lw_coder/.env
        """;

    private readonly List<Rule> _rules = [];

    private IgnoreFile()
    {
    }

    /// <param name="text">The file's text; empty when there is none.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="UserError">A pattern cannot be read.</exception>
    public static IgnoreFile Parse(string text, string name)
    {
        var file = new IgnoreFile();
        file.Add(First, name);
        file.Add(text, name);
        file.Add(Last, name);
        return file;
    }

    /// <param name="path">Relative to the repository's root, with `/`.</param>
    public bool Excludes(string path)
    {
        for (var index = _rules.Count - 1; index >= 0; index--)
        {
            if (_rules[index].Pattern.Matches(path))
            {
                return !_rules[index].TakesBack;
            }
        }
        return false;
    }

    /// <summary>False for a folder that is excluded and of which no rule takes anything back: it need not be walked.</summary>
    public bool MustWalk(string folder)
    {
        for (var index = _rules.Count - 1; index >= 0; index--)
        {
            if (_rules[index].TakesBack ? _rules[index].Pattern.MayMatchBelow(folder) : _rules[index].Pattern.Matches(folder))
            {
                return _rules[index].TakesBack;
            }
        }
        return true;
    }

    private void Add(string text, string name)
    {
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (line.StartsWith('#'))
            {
                continue;
            }
            var pattern = line.Trim();
            var takesBack = pattern.StartsWith('!');
            pattern = Clean(takesBack ? pattern[1..].Trim() : pattern);
            if (pattern.Length == 0)
            {
                continue;
            }
            try
            {
                _rules.Add(new(PathPattern.Parse(pattern), takesBack));
            }
            catch (FormatException wrong)
            {
                throw new UserError(
                    $"{name}, line {number}: '{line.Trim()}' is no pattern: {wrong.Message}",
                    "see https://docs.docker.com/build/concepts/context/#syntax", ExitCode.Environment, wrong);
            }
        }
    }

    /// <summary>`./a//b/../c/` is `a/c`. What points out of the repository matches nothing.</summary>
    private static string Clean(string pattern)
    {
        var segments = new List<string>();
        foreach (var segment in pattern.Split('/'))
        {
            if (segment == ".." && segments.Count > 0 && segments[^1] != "..")
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else if (segment is not ("" or "."))
            {
                segments.Add(segment);
            }
        }
        return string.Join('/', segments);
    }

    private sealed record Rule(PathPattern Pattern, bool TakesBack);
}
