using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts.Versions;

/// <summary>`.lw_coder/prompts/history.jsonl`: which prompts were active from when on, and why. A line for each change.</summary>
/// <param name="prompts">`.lw_coder/prompts`.</param>
internal sealed class PromptHistory(string prompts)
{
    public string File { get; } = Path.Combine(prompts, "history.jsonl");

    /// <summary>Oldest first.</summary>
    /// <exception cref="UserError">A line is no record, as after a merge that was not finished.</exception>
    public IReadOnlyList<PromptChange> Read()
    {
        var changes = new List<PromptChange>();
        foreach (var (index, line) in Lines().Index())
        {
            if (line.Length > 0)
            {
                changes.Add(PromptChange.TryParse(Encoding.UTF8.GetBytes(line)) ?? throw new UserError(
                    $"{File} has no record of a promotion or rollback in line {index + 1}", "put the line right or remove it"));
            }
        }
        return changes;
    }

    /// <summary>Adds a change unless it is there: who goes on after a kill cannot know. For who holds the lock.</summary>
    public void Add(PromptChange change)
    {
        var line = Encoding.UTF8.GetString(change.ToJson());
        var lines = Lines();
        if (!lines.Contains(line))
        {
            AtomicFile.WriteText(File, string.Concat(lines.Where(one => one.Length > 0).Append(line).Select(one => one + "\n")));
        }
    }

    /// <summary>The promotion that a rollback would take back: the newest that no rollback has taken back yet.</summary>
    /// <param name="changes">Oldest first.</param>
    public static PromptChange? Undoable(IEnumerable<PromptChange> changes, PromptSetName name)
    {
        var promotions = new Stack<PromptChange>();
        foreach (var change in changes.Where(change => change.Name == name))
        {
            if (change.Action == PromptAction.Promote)
            {
                promotions.Push(change);
            }
            else
            {
                promotions.TryPop(out _);
            }
        }
        return promotions.TryPeek(out var newest) ? newest : null;
    }

    private string[] Lines() =>
        BoundedFile.Read(File) is { } bytes ? Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").Split('\n') : [];
}
