using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Sessions;
using LwCoder.Sessions.Scratch;

namespace LwCoder.Commands.Planning;

/// <summary>One session that writes a plan, from its empty folder to its end.</summary>
internal sealed class PlanSession(ScratchSession sessions, ScratchSweep sweep, PlanEnding ending, Narrator narrator)
{
    /// <summary>Stands for the id of a plan that has none yet.</summary>
    public const string Name = "planning";

    /// <param name="idea">Null when the person at the terminal will say it.</param>
    public async Task<FinishedPlanning> RunAsync(
        SessionContext context, PlanningPrompts prompts, string? idea, CancellationToken cancel)
    {
        var runs = new ScratchRuns(context.StateFolder, Name);
        var ended = await sessions.RunAsync(context, runs, planId: Name, planPath: "", (directory, view) =>
        {
            prompts.Write(context.Agent, idea, context.Interactive, view.Output, new PromptTargets(
                directory.PromptFile, context.Sandbox.PromptFolder(directory.PromptFile), directory.SubagentFolder));
            return prompts.Fingerprint;
        }, cancel);
        // What was begun is brought to its end, also after Ctrl-C.
        return await ending.FinishAsync(context.Repository, runs, ended, CancellationToken.None);
    }

    /// <summary>Cleans up after a killed `plan` and takes over what its agent had written.</summary>
    public async Task SweepAsync(RepositoryFacts facts, string stateFolder, CancellationToken cancel)
    {
        var runs = new ScratchRuns(stateFolder, Name);
        await sweep.RunAsync(facts, runs, async (run, broken) =>
        {
            var finished = await ending.FinishAsync(facts, runs, new EndedScratch(run, Session: null, broken), cancel);
            foreach (var plan in finished.Plans)
            {
                narrator.Notice($"the plan it had written is in {plan.Path}");
            }
        }, cancel);
    }
}
