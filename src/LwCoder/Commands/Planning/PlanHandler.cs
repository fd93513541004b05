using System.Text;
using LwCoder.Configuration;
using LwCoder.FrontMatters;
using LwCoder.Hooks;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Sessions;

namespace LwCoder.Commands.Planning;

/// <summary>The story of `plan`: an idea becomes a session, and what the agent wrote a plan in `.lw_coder/tasks`.</summary>
internal sealed class PlanHandler(SessionSetup setup, PlanSession session, PlanSplitting splitting, PlanReport report)
{
    public async Task<int> RunAsync(PlanOptions.Write options, string workingDirectory, CancellationToken cancel)
    {
        var context = await setup.ReadAsync(options.Session, workingDirectory, cancel);
        var prompts = PlanningPrompts.Load(context.StateFolder);
        var idea = options.Text ?? (options.IdeaFile is { } file ? ReadIdea(file, workingDirectory) : null);
        if (idea is null && !context.Interactive)
        {
            throw new UserError(
                "there is nobody to say what the plan is for", "name a file with the idea, or give it with --text",
                ExitCode.Usage);
        }
        context = context with { Protection = await context.Sandbox.CheckAsync(cancel) };
        setup.Describe(context);
        await session.SweepAsync(context.Repository, context.StateFolder, cancel);

        var finished = await session.RunAsync(context, prompts, idea, cancel);
        // The plan is there and checked: what fails from here on takes nothing of it away.
        var unsplit = options.Decompose ? await splitting.SplitAllAsync(context, finished, cancel) : null;
        report.Write(finished, options.Json, workingDirectory);
        await TellHooksAsync(context, finished, cancel);
        return (finished.Broken ?? unsplit) is { } error ? throw error : ExitCodeOf(finished);
    }

    private static async Task TellHooksAsync(SessionContext context, FinishedPlanning finished, CancellationToken cancel)
    {
        if (finished.Manifest.Outcome == SessionOutcome.Cancelled.Name())
        {
            return; // Whoever interrupted it knows.
        }
        foreach (var plan in finished.Plans.Where(plan => plan.IsValid))
        {
            var variables = new HookVariables
            {
                RepoRoot = context.Repository.Root,
                PlanId = plan.Id,
                PlanPath = plan.Path,
                RunId = finished.Manifest.RunId,
                RunDirectory = finished.Directory.Path,
                Outcome = finished.Manifest.Outcome ?? "",
                Reason = TerminalText.OneLine(finished.Manifest.Reason ?? "", 1000),
            };
            await context.Hooks.RunAsync(HookEvent.PlanFileCreated, variables, cancel);
        }
    }

    /// <summary>The idea in a file. A front matter, as notes programs write it, is no part of it.</summary>
    private static string ReadIdea(string file, string workingDirectory)
    {
        var path = Path.GetFullPath(file, workingDirectory);
        var bytes = BoundedFile.Read(path)
            ?? throw new UserError($"there is no file {file}", "check the path, or give the idea itself with --text");
        var start = FrontMatterSpan.Find(bytes) is { IsClosed: true } front ? front.BodyStart : 0;
        var idea = Encoding.UTF8.GetString(bytes.AsSpan(start)).Trim();
        return idea.Length > 0 ? idea : throw new UserError($"{file} holds no idea", "write down what is to be done");
    }

    private static int ExitCodeOf(FinishedPlanning finished) => finished.Plans.All(plan => plan.IsValid)
        ? finished.Manifest.ExitCode ?? (int)ExitCode.Failed
        : (int)ExitCode.Failed;
}
