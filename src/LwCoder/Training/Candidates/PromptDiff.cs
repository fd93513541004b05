using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Prompts;

namespace LwCoder.Training.Candidates;

/// <param name="Name">`main` or a subagent.</param>
/// <param name="Words">The changed places, removed words as `[-…-]`, added ones as `{+…+}`; null when nothing differs.</param>
internal sealed record ChangedPrompt(string Name, string? Words);

/// <summary>Compares prompt sets word by word, as git does: in prose a line that differs says little.</summary>
internal sealed class PromptDiff(GitCli git)
{
    private const string Main = "main";

    /// <param name="folder">Any folder, for git to run in.</param>
    /// <returns>`main` first, then every subagent of either, by name.</returns>
    public async Task<IReadOnlyList<ChangedPrompt>> CompareAsync(
        PromptSet before, PromptSet after, string folder, CancellationToken cancel)
    {
        var (old, now) = (TextsOf(before), TextsOf(after));
        var scratch = Directory.CreateTempSubdirectory("lw_coder-diff-").FullName;
        try
        {
            var changes = new List<ChangedPrompt>();
            var names = old.Keys.Union(now.Keys).OrderBy(name => name != Main).ThenBy(name => name, StringComparer.Ordinal);
            foreach (var name in names)
            {
                var (left, right) = (old.GetValueOrDefault(name, ""), now.GetValueOrDefault(name, ""));
                changes.Add(new ChangedPrompt(
                    name, left == right ? null : await WordsAsync(left, right, scratch, folder, cancel)));
            }
            return changes;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<string> WordsAsync(
        string left, string right, string scratch, string folder, CancellationToken cancel)
    {
        var (before, after) = (Path.Combine(scratch, "before"), Path.Combine(scratch, "after"));
        AtomicFile.WriteText(before, left);
        AtomicFile.WriteText(after, right);
        var call = new GitCall(
            folder, "diff", "--no-index", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--unified=3",
            "--word-diff=plain", "--", before, after);
        var output = await git.AskAsync(call, cancel);
        if (output.ExitCode is not (0 or 1))
        {
            throw GitCli.Failure(call, output);
        }
        var lines = output.Output.Split('\n').SkipWhile(line => !line.StartsWith("@@", StringComparison.Ordinal));
        return string.Join('\n', lines).TrimEnd();
    }

    /// <summary>Descriptions decide when a subagent is called, so they count.</summary>
    private static Dictionary<string, string> TextsOf(PromptSet set)
    {
        var texts = set.Subagents.ToDictionary(
            subagent => subagent.Name, subagent => $"({subagent.Description})\n\n{subagent.Body}", StringComparer.Ordinal);
        texts[Main] = set.Main;
        return texts;
    }
}
