using System.Security.Cryptography;
using System.Text;
using LwCoder.Agents;

namespace LwCoder.Prompts;

/// <summary>What one agent is told: the main prompt and the subagents it may call.</summary>
/// <param name="Subagents">Sorted by name.</param>
internal sealed record PromptSet(string Main, IReadOnlyList<Subagent> Subagents)
{
    private const string MainFile = "main.md";

    /// <summary>The analysis that comes with a candidate: for people, never a subagent.</summary>
    public const string AnalysisFile = "ANALYSIS.md";

    private const int FingerprintLength = 8;

    /// <summary>Tells prompt sets apart in 8 hex digits: main prompt, names and bodies of subagents, no descriptions.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder(Main);
            foreach (var subagent in Subagents)
            {
                text.Append("\n---SUBAGENT:").Append(subagent.Name).Append("---\n").Append(subagent.Body);
            }
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
            return Convert.ToHexStringLower(hash)[..FingerprintLength];
        }
    }

    /// <summary>Whether an agent would notice no difference: descriptions count, other than in the fingerprint.</summary>
    public bool HasSameTexts(PromptSet other) => Main == other.Main && Subagents.SequenceEqual(other.Subagents);

    /// <summary>Reads `main.md` and every other `*.md` of a folder.</summary>
    /// <param name="placeholders">What will be filled in; only the plan unless given.</param>
    /// <exception cref="UserError">When the folder has no main prompt or a subagent cannot be used.</exception>
    public static PromptSet Load(string folder, IReadOnlyList<string>? placeholders = null)
    {
        var known = placeholders ?? [PromptPlaceholders.Plan];
        var main = Path.Combine(folder, MainFile);
        if (!File.Exists(main))
        {
            throw Unusable($"there is no {MainFile} in {folder}", "run `lw_coder init` to install the prompts");
        }
        var text = File.ReadAllText(main);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Unusable($"{main} is empty", "write a prompt into it, or delete it and run `lw_coder init`");
        }
        RefuseUnknownPlaceholders(text, main, known);
        var subagents = Directory.EnumerateFiles(folder, "*.md").Where(path => IsSubagent(Path.GetFileName(path)))
            .Select(path => ReadSubagent(path, known))
            .OrderBy(subagent => subagent.Name, StringComparer.Ordinal).ToList();
        // By the file systems' rule: two names that differ by case are one file on macOS and Windows.
        var twice = subagents.GroupBy(subagent => subagent.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null ? new PromptSet(text, subagents) : throw Unusable(
            $"two subagents in {folder} are called '{twice.Key}'", "change the name in the front matter of one of them");
    }

    /// <summary>Whether a file of the folder is read as a prompt, by its name.</summary>
    public static bool IsPrompt(string name) => name.EndsWith(".md", StringComparison.Ordinal)
        && !name.Contains('/') && !name.Equals(AnalysisFile, StringComparison.OrdinalIgnoreCase);

    private static Subagent ReadSubagent(string path, IReadOnlyList<string> placeholders)
    {
        var subagent = SubagentFile.Read(path);
        RefuseUnknownPlaceholders(subagent.Body, path, placeholders);
        return subagent;
    }

    /// <summary>An agent would be told about `{something}` that was meant to be filled in.</summary>
    private static void RefuseUnknownPlaceholders(string prompt, string path, IReadOnlyList<string> placeholders)
    {
        if (PromptPlaceholders.FirstUnknown(prompt, placeholders) is var (name, line))
        {
            throw Unusable(
                $"{path} has the placeholder {name} in line {line} of its prompt, and nothing fills it in",
                (placeholders.Count == 1 ? $"the only one is {placeholders[0]}" : $"there are {string.Join(", ", placeholders)}")
                    + $": remove {name}, or write {{{name}}} if the braces are meant");
        }
    }

    private static UserError Unusable(string message, string hint) => new(message, hint, ExitCode.Environment);

    private static bool IsSubagent(string name) => IsPrompt(name) && !name.Equals(MainFile, StringComparison.OrdinalIgnoreCase);
}
