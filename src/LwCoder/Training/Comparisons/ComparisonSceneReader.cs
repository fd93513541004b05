using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Sessions;
using LwCoder.Training.Candidates;
using LwCoder.Training.Replays;

namespace LwCoder.Training.Comparisons;

/// <summary>Settles what replays need, and asks for the trust they need, once for all of them.</summary>
internal sealed class ComparisonSceneReader(
    RepositoryReader repositories, SessionSetup setup, Func<string, IAgent> findAgent, GitCli git, PlanBackups backups,
    TrustGate trust, Narrator narrator)
{
    /// <param name="named">Candidates, or `active`.</param>
    public async Task<ComparisonScene> ReadAsync(
        IReadOnlyList<string> named, SessionChoices choices, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        if (repository.IsShallow)
        {
            throw new UserError(
                "this clone has only a part of the history, and replays need all of it", "run 'git fetch --unshallow'",
                ExitCode.Environment);
        }
        var state = StateFolder.Of(repository.Root);
        var candidates = ComparedSets.Find(new CandidateCatalog(state), named);
        if (candidates is [{ Name: var first }, ..])
        {
            choices = choices with { Tool = choices.Tool ?? findAgent(first.ToolFolder).Tool };
        }
        var context = await setup.ReadAsync(choices, workingDirectory, cancel);
        var active = new ActivePrompts(state, narrator.Notice);
        var sets = candidates is [{ Name: var name }, ..]
            ? await ComparedSets.OfAsync(active, candidates, name.ToolFolder, name.Variant, cancel)
            : await ComparedSets.OfAsync(active, [], context.Agent.PromptFolder, PromptFolders.VariantOf(context.Model), cancel);

        context = context with { Protection = await context.Sandbox.CheckAsync(cancel) };
        setup.Describe(context);
        setup.RequireTrust(context, choices);
        var tests = await FindTestsAsync(context, choices, cancel);
        var judges = FindJudges(context);
        if (tests is null && judges.Count == 0)
        {
            throw new UserError(
                "there are neither tests nor judges to score replays by",
                "write [eval] test_command = \"…\" into .lw_coder/config.toml, or install judges with 'lw_coder init'");
        }
        return new ComparisonScene(
            context, sets, choices.Model ?? sets.ModelFor(context.Model), await AuthorAsync(context.Repository, cancel),
            tests is not null, judges);
    }

    /// <summary>Past plans; of those that cannot be replayed it is said why.</summary>
    /// <param name="named">Plan ids; null: all there are.</param>
    public async Task<IReadOnlyList<PastPlan>> FindPlansAsync(
        ComparisonScene scene, IReadOnlyList<string>? named, CancellationToken cancel)
    {
        var found = await new PastPlans(git, backups, scene.Context.Repository, scene.StateFolder).FindAsync(named, cancel);
        foreach (var (id, reason) in found.LeftOut)
        {
            narrator.Warn($"the plan {id} is not replayed: {reason}");
        }
        return found.Plans;
    }

    private async Task<TestCommand?> FindTestsAsync(SessionContext context, SessionChoices choices, CancellationToken cancel)
    {
        TestCommand command;
        try
        {
            command = await new TestCommandFinder(context.Settings, context.Models).FindAsync(context.Repository.Root, cancel);
        }
        catch (UserError unknown) when (unknown.ExitCode == ExitCode.NeedsPerson)
        {
            narrator.Warn($"without tests, judges alone say what is better: {unknown.Message} (fix: {unknown.Hint})");
            return null;
        }
        if (!context.Protection.Contained)
        {
            trust.Require(context.Repository.Root, [new Risk("[eval] test_command", [command.Text])], choices.Trust);
        }
        return command;
    }

    private IReadOnlyList<Judge> FindJudges(SessionContext context)
    {
        var folder = new DirectoryInfo(Path.Combine(context.StateFolder, StateFolder.Judges));
        if (folder.Exists && folder.EnumerateFiles("*.md").Any())
        {
            return JudgeFolder.Load(context.Repository.Root, context.WorkingDirectory);
        }
        narrator.Warn("without judges, tests alone say what is better");
        return [];
    }

    private async Task<ReplayAuthor> AuthorAsync(RepositoryFacts facts, CancellationToken cancel)
    {
        return new ReplayAuthor(await AskAsync("user.name", "lw_coder"), await AskAsync("user.email", "lw_coder@localhost"));

        async Task<string> AskAsync(string key, string otherwise) =>
            (await git.AskAsync(new GitCall(facts.Root, "config", key), cancel)).Output.Trim() is { Length: > 0 } known
                ? known : otherwise;
    }
}
