using System.Text;
using LwCoder.Agents;
using LwCoder.Plans;

namespace LwCoder.Prompts;

/// <summary>What a run's agent was told, and where that came from.</summary>
/// <param name="Fingerprint">Of the prompt set, without the plan: the same for every plan it is used for.</param>
internal sealed record RunPrompts(string Fingerprint, string Source, int Subagents);

/// <summary>
/// Turns the active prompt set into the prompts of one run. The plan is put in by us, word for word, so that nothing
/// can paraphrase or shorten it.
/// </summary>
internal static class PromptPipeline
{
    private const string PlanPlaceholder = "{plan_text}";

    /// <summary>Characters. Agents refuse a first message that fills most of the model's context.</summary>
    private const int LongestPlanInPrompt = 200_000;

    private const string PlanFile = "plan.md";

    /// <returns>The folder of the prompts that a run would use.</returns>
    /// <exception cref="UserError">There are none: the repository was never prepared.</exception>
    public static string RequireSet(string stateFolder, IAgent agent, string? model) =>
        PromptFolders.Active(stateFolder, agent.PromptFolder, PromptFolders.VariantOf(model));

    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <param name="promptFile">Where the main prompt goes; the folder exists.</param>
    /// <param name="promptFolderInside">Where the agent sees that folder.</param>
    /// <param name="subagentFolder">Where the subagents' files go; the folder exists.</param>
    public static RunPrompts Write(
        string stateFolder, IAgent agent, string? model, Plan plan, string promptFile, string promptFolderInside,
        string subagentFolder)
    {
        var folder = RequireSet(stateFolder, agent, model);
        var set = PromptSet.Load(folder);
        var text = PlanText.ForPrompt(plan);
        Write(Path.Combine(Path.GetDirectoryName(promptFile)!, PlanFile), text);
        if (text.Length > LongestPlanInPrompt)
        {
            text = $"The plan is too long to stand here ({text.Length} characters). "
                + $"Read all of it, piece by piece, before you start: {promptFolderInside}/{PlanFile}";
        }
        Write(promptFile, Render(set.Main, text) ?? $"{set.Main.TrimEnd()}\n\n{text}");
        foreach (var subagent in set.Subagents)
        {
            // A reviewer starts without the conversation, so it may ask for the plan as well.
            var body = Render(subagent.Body, text) ?? subagent.Body;
            Write(Path.Combine(subagentFolder, subagent.Name + ".md"), agent.FormatSubagent(subagent with { Body = body }));
        }
        return new RunPrompts(set.Fingerprint, Path.GetRelativePath(stateFolder, folder), set.Subagents.Count);
    }

    /// <summary>Puts the plan in place of the placeholder; a placeholder in the plan's own text stays what it is.</summary>
    /// <returns>Null when there is no placeholder.</returns>
    private static string? Render(string template, string plan) => template.Split(PlanPlaceholder) switch
    {
        [_] => null,
        var parts => string.Join(plan, parts),
    };

    private static void Write(string path, string text) =>
        File.WriteAllText(path, text.TrimEnd() + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
