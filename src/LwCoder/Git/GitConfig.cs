namespace LwCoder.Git;

/// <summary>The configuration in force in a repository, all files together; the last value of a key counts.</summary>
internal sealed class GitConfig
{
    private readonly Dictionary<string, string> _values;

    private GitConfig(Dictionary<string, string> values) => _values = values;

    /// <summary>
    /// Reads `git config -z --list`: `key LF value NUL`, and `key NUL` for a key without a value, which means true.
    /// </summary>
    public static GitConfig Parse(string listing)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in listing.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var end = entry.IndexOf('\n', StringComparison.Ordinal);
            values[end < 0 ? entry : entry[..end]] = end < 0 ? "true" : entry[(end + 1)..];
        }
        return new GitConfig(values);
    }

    /// <param name="key">Section and name in lower case as git prints them; a subsection in its own case.</param>
    public string? this[string key] => _values.GetValueOrDefault(key);

    public bool IsTrue(string key) =>
        this[key]?.ToLowerInvariant() is "true" or "yes" or "on" or "1";

    public IEnumerable<string> Keys => _values.Keys;
}
