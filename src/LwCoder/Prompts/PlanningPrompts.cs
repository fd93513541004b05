using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Prompts;

/// <summary>
/// What an agent is told that is to write a plan: the prompt and the reviewers of `.lw_coder/prompts/planning`, one set for
/// every agent, with the idea put in word for word.
/// </summary>
internal sealed class PlanningPrompts
{
    private const string Person = "{person}";
    private const string OutputFolder = "{output_folder}";
    private const string Idea = "{idea_text}";

    private readonly PromptSet _set;

    private PlanningPrompts(PromptSet set) => _set = set;

    public string Fingerprint => _set.Fingerprint;

    /// <param name="stateFolder">The repository's `.lw_coder`.</param>
    /// <exception cref="UserError">They are not there: the repository was never prepared.</exception>
    public static PlanningPrompts Load(string stateFolder)
    {
        var folder = Path.Combine(stateFolder, StateFolder.Prompts, "planning");
        return Directory.Exists(folder)
            ? new PlanningPrompts(PromptSet.Load(folder, [Person, OutputFolder, Idea]))
            : throw new UserError(
                $"there are no prompts for planning in {folder}", "run `lw_coder init` to install them", ExitCode.Environment);
    }

    /// <param name="idea">Null when the person at the terminal will say it.</param>
    /// <param name="withPerson">Somebody is there to be asked.</param>
    /// <param name="outputFolder">Where the agent sees the folder for the plan.</param>
    public void Write(IAgent agent, string? idea, bool withPerson, string outputFolder, PromptTargets targets)
    {
        var person = EmbeddedFiles.Read($"Templates/planning/{(withPerson ? "with" : "without")}-person.md").TrimEnd();
        var text = idea ?? "(Not written down. Ask for it.)";
        var main = _set.Main.Contains(Idea, StringComparison.Ordinal) ? _set.Main : $"{_set.Main.TrimEnd()}\n\n{Idea}";
        var subagents = _set.Subagents.Select(subagent => subagent with { Body = Fill(subagent.Body) });
        PromptPipeline.WriteFiles(new PromptSet(Fill(main), [.. subagents]), agent, targets);

        // The idea last, so that nothing in it is taken for a placeholder.
        string Fill(string prompt) => prompt.Replace(Person, person, StringComparison.Ordinal)
            .Replace(OutputFolder, outputFolder, StringComparison.Ordinal)
            .Replace(Idea, text, StringComparison.Ordinal);
    }
}
