using LwCoder.Platform.Terminal;

namespace LwCoder.Sessions;

/// <summary>
/// Lines about secrets that a change would add to the repository. The work itself is not touched, so the user has to hear of
/// them before it is pushed anywhere.
/// </summary>
internal static class SecretNote
{
    private const int MostFiles = 5;

    /// <param name="patch">Lines of a patch as `git diff` writes it, with the prefixes a/ and b/.</param>
    /// <returns>One line for each kind of secret, with the files that get it; never the secret.</returns>
    public static IReadOnlyList<string> From(IEnumerable<string> patch, Redactor redactor)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var file = "";
        var inHeader = true;
        foreach (var line in patch)
        {
            if (line.StartsWith("diff --git ", StringComparison.Ordinal))
            {
                inHeader = true;
            }
            else if (line.StartsWith("@@ ", StringComparison.Ordinal))
            {
                inHeader = false;
            }
            else if (inHeader && line.StartsWith("+++ ", StringComparison.Ordinal))
            {
                file = PathIn(line);
            }
            else if (!inHeader && line.StartsWith('+') && redactor.FindIn(line[1..]) is { } name)
            {
                found.TryAdd(name, []);
                if (!found[name].Contains(file))
                {
                    found[name].Add(file);
                }
            }
        }
        return [.. found.Select(secret =>
        {
            var more = secret.Value.Count > MostFiles ? $" and {secret.Value.Count - MostFiles} more" : "";
            return $"secret written ({secret.Key}): {string.Join(", ", secret.Value.Take(MostFiles))}{more}";
        })];
    }

    /// <summary>`+++ b/my notes.txt TAB` or `+++ "b/caf\303\251.txt"`, whose quoting is readable enough to stay.</summary>
    private static string PathIn(string line)
    {
        var path = line["+++ ".Length..].TrimEnd('\t').Trim('"');
        return TerminalText.Label(path.StartsWith("b/", StringComparison.Ordinal) ? path[2..] : path);
    }
}
