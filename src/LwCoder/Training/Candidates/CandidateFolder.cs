using LwCoder.Agents;
using LwCoder.Platform.Files;
using LwCoder.Prompts;
using LwCoder.Training.Trainer;

namespace LwCoder.Training.Candidates;

/// <param name="IsNew">False when a candidate with exactly these prompts was there.</param>
internal sealed record WrittenCandidate(CandidateName Name, string Path, bool IsNew);

/// <summary>
/// Candidates of one tool and variant. Each is written aside, into a folder git does not see, and gets its name when it is
/// complete, under a lock: two `train` at once get two numbers, and whoever is killed leaves nothing that looks like one.
/// </summary>
/// <param name="candidates">`.lw_coder/prompts/candidates`.</param>
internal sealed class CandidateFolder(string candidates, string toolFolder, string variant)
{
    public const string AnalysisFile = "ANALYSIS.md";

    private readonly string _folder = Path.Combine(candidates, toolFolder, variant);
    private readonly string _workshop = Path.Combine(candidates, ".writing");

    public async Task<WrittenCandidate> WriteAsync(CandidatePrompts prompts, CandidateOrigin origin, CancellationToken cancel)
    {
        RefuseLinks();
        Directory.CreateDirectory(_folder);
        IgnoredFolder.Create(_workshop);
        var own = $"{toolFolder}.{variant}";
        using var alone = await FileLock.AcquireAsync(Path.Combine(_workshop, own + ".lock"), cancel);
        var there = Numbers();
        if (there.FirstOrDefault(number => IsSame(PathOf(number), origin.Fingerprint, prompts), -1) is >= 0 and var same)
        {
            return Written(same, isNew: false);
        }
        var unfinished = Path.Combine(_workshop, own);
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }
        WritePrompts(unfinished, prompts);
        AtomicFile.WriteText(Path.Combine(unfinished, AnalysisFile), origin.Format(prompts.AnalysisSummary));
        cancel.ThrowIfCancellationRequested();
        var next = there.DefaultIfEmpty(0).Max() + 1;
        Directory.Move(unfinished, PathOf(next));
        return Written(next, isNew: true);
    }

    private string PathOf(int number) => Path.Combine(_folder, CandidateName.FolderOf(number));

    private WrittenCandidate Written(int number, bool isNew) =>
        new(new CandidateName(toolFolder, variant, number), PathOf(number), isNew);

    private List<int> Numbers() => [.. Directory.EnumerateFileSystemEntries(_folder)
        .Select(path => CandidateName.NumberOf(Path.GetFileName(path))).OfType<int>().Order()];

    /// <summary>The prompts' own files, without the analysis.</summary>
    /// <param name="folder">Is made where it is missing.</param>
    public static void WritePrompts(string folder, CandidatePrompts prompts)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(Path.Combine(folder, "main.md"), prompts.MainPrompt + "\n");
        foreach (var subagent in prompts.Subagents)
        {
            // The rules let no other through; here it would be a path.
            if (!SubagentDefinition.IsName(subagent.Name))
            {
                throw new InvalidOperationException($"'{subagent.Name}' is no subagent's name.");
            }
            AtomicFile.WriteText(
                Path.Combine(folder, subagent.Name + ".md"),
                SubagentHeader.Write(
                    subagent.Prompt + "\n", ("name", subagent.Name), ("description", subagent.Description)));
        }
    }

    private static bool IsSame(string folder, string fingerprint, CandidatePrompts prompts)
    {
        try
        {
            var set = PromptSet.Load(folder);
            return set.Fingerprint == fingerprint && set.Subagents.Select(subagent => subagent.Description)
                .SequenceEqual(prompts.Subagents.Select(subagent => subagent.Description));
        }
        catch (UserError)
        {
            // Somebody edited it into something unusable, which is not the same.
            return false;
        }
    }

    private void RefuseLinks()
    {
        foreach (var folder in new[] { Path.GetDirectoryName(candidates)!, candidates, Path.GetDirectoryName(_folder)!, _folder })
        {
            if (Paths.IsLink(folder))
            {
                throw new UserError($"{folder} is a link, and candidates would leave the repository", "replace it with a folder");
            }
        }
    }
}
