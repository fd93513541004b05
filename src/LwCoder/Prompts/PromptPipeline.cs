using LwCoder.Agents;
using LwCoder.Models;
using LwCoder.Plans;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Models;
using LwCoder.Prompts.Versions;

namespace LwCoder.Prompts;

/// <summary>What a run is to be told: a prompt set, and where it came from.</summary>
/// <param name="Base">The active set's folder, relative to `.lw_coder`.</param>
/// <param name="BaseFingerprint">Of the active set.</param>
/// <param name="Generation">What writing the set took; null for the active set itself.</param>
internal sealed record RunPrompts(PromptSet Set, string Base, string BaseFingerprint, GeneratedPrompts? Generation)
{
    /// <summary>`generated`, or the folder of the active set.</summary>
    public string Source => Generation is null ? Base : "generated";
}

/// <summary>Where a run's prompts go.</summary>
/// <param name="MainFile">The main prompt; its folder exists.</param>
/// <param name="MainFolderInside">Where the agent sees that folder.</param>
/// <param name="SubagentFolder">Where the subagents' files go; the folder exists.</param>
internal sealed record PromptTargets(string MainFile, string MainFolderInside, string SubagentFolder);

/// <summary>
/// Turns the active prompt set into the prompts of one run, as it is or through a model. The plan is put in by us, word for
/// word, so that nothing can paraphrase or shorten it.
/// </summary>
internal static class PromptPipeline
{
    /// <summary>Characters. Agents refuse a first message that fills most of the model's context.</summary>
    private const int LongestPlanInPrompt = 200_000;

    private const string PlanFile = "plan.md";

    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <param name="model">The agent's model, which chooses the variant.</param>
    /// <param name="notice">Hears that prompts of the old layout were moved.</param>
    /// <exception cref="UserError">There is no usable active set.</exception>
    public static async Task<RunPrompts> ActiveAsync(
        string stateFolder, IAgent agent, string? model, Action<string> notice, CancellationToken cancel)
    {
        var active = await new ActivePrompts(stateFolder, notice)
            .LoadAsync(agent.PromptFolder, PromptFolders.VariantOf(model), cancel);
        return new RunPrompts(
            active.Set, Paths.WithSlashes(Path.GetRelativePath(stateFolder, active.Folder)), active.Set.Fingerprint, null);
    }

    /// <summary>The same for one plan, by the configured model.</summary>
    /// <param name="log">Gets every call, those of a failed attempt too.</param>
    /// <exception cref="UserError">The model failed or its prompts cannot be used.</exception>
    public static async Task<RunPrompts> GenerateAsync(
        RunPrompts active, IAgent agent, Plan plan, string worktree, ILanguageModels models, CallLog log,
        CancellationToken cancel)
    {
        using var client = models.Open();
        var generated = await new PromptGenerator(client, log)
            .GenerateAsync(active.Set, agent.Tool, plan, ProjectTree.Read(worktree), cancel);
        return active with { Set = generated.Set, Generation = generated };
    }

    /// <summary>Writes the prompts with the plan in them, front matter as the agent wants it.</summary>
    public static void Write(PromptSet set, IAgent agent, Plan plan, PromptTargets targets)
    {
        var text = PlanText.ForPrompt(plan);
        Write(Path.Combine(Path.GetDirectoryName(targets.MainFile)!, PlanFile), text);
        if (text.Length > LongestPlanInPrompt)
        {
            text = $"The plan is too long to stand here ({text.Length} characters). Read all of it, piece by piece, "
                + $"before you start: {targets.MainFolderInside}/{PlanFile}";
        }
        var main = PromptPlaceholders.Fill(set.Main, text) ?? $"{set.Main.TrimEnd()}\n\n{text}";
        // A reviewer starts without the conversation, so it may ask for the plan as well.
        var subagents = set.Subagents.Select(
            subagent => subagent with { Body = PromptPlaceholders.Fill(subagent.Body, text) ?? subagent.Body });
        WriteFiles(new PromptSet(main, [.. subagents]), agent, targets);
    }

    /// <summary>Writes prompts in which nothing is left to fill in, front matter as the agent wants it.</summary>
    public static void WriteFiles(PromptSet set, IAgent agent, PromptTargets targets)
    {
        Write(targets.MainFile, set.Main);
        foreach (var subagent in set.Subagents)
        {
            Write(Path.Combine(targets.SubagentFolder, subagent.Name + ".md"), agent.FormatSubagent(subagent));
        }
    }

    private static void Write(string path, string text) => AtomicFile.WriteText(path, text.TrimEnd() + "\n", toDisk: false);
}
