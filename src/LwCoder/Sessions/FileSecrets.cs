using System.Text;
using System.Text.RegularExpressions;
using LwCoder.Configuration;

namespace LwCoder.Sessions;

/// <summary>
/// The secrets in copies of untracked files, which people keep untracked because there are secrets in them. A file of
/// `NAME=value` lines gives its values, JSON the strings under keys that say so. Of other text whole lines count, and
/// values after a key that says so: rather too much is taken out of a trace than too little.
/// </summary>
internal static partial class FileSecrets
{
    private const int LargestFile = 64 * 1024;

    /// <summary>Folders of dependencies hold no secrets, and a search for all their lines would take all day.</summary>
    private const int MostFiles = 200;

    /// <param name="paths">Relative to the folder.</param>
    public static IReadOnlyList<Secret> In(string folder, IEnumerable<string> paths)
    {
        var files = paths
            .Select(path => new FileInfo(Path.Combine(folder, path)))
            .Where(file => file is { Exists: true, LinkTarget: null, Length: > 0 and <= LargestFile })
            .Take(MostFiles);
        return [.. files.SelectMany(file => Of(file.Name, File.ReadAllBytes(file.FullName)))];
    }

    internal static IEnumerable<Secret> Of(string name, byte[] content)
    {
        if (content.Contains((byte)0))
        {
            return [];
        }
        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        if (text.AsSpan().TrimStart().StartsWith("{") || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Secret.FromFile(name, text);
        }
        try
        {
            return Secret.FromEnvironment(EnvFile.Parse(content, name));
        }
        catch (UserError)
        {
            // No such file; any other text.
            return text.Split('\n').SelectMany(line => OfLine(name, line.Trim()));
        }
    }

    private static IEnumerable<Secret> OfLine(string name, string line)
    {
        const int LongEnough = 16;
        if (line.Length >= LongEnough)
        {
            yield return new Secret(name, line);
        }
        if (SecretAssignment().Match(line) is { Success: true } match)
        {
            yield return new Secret(name, match.Groups["value"].Value);
        }
    }

    [GeneratedRegex(
        """(?:pass|secret|token|key|auth|credential)[\w.-]*["']?\s*[:= ]\s*["']?(?<value>[^"'\s]{8,})""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretAssignment();
}
