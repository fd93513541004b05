using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Judges;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts.Versions;
using LwCoder.Sessions;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>Everything that is settled before the first replay.</summary>
/// <param name="Context">As for a session of the agent that replays.</param>
/// <param name="Model">Of the agent; null: its own choice.</param>
/// <param name="WithTests">Whether it is known how the project is tested.</param>
/// <param name="Judges">None where there are no judges.</param>
internal sealed record CompareScene(
    SessionContext Context, ComparedSets Sets, string? Model, ReplayAuthor Author, bool WithTests, IReadOnlyList<Judges.Judge> Judges)
{
    public string StateFolder => Context.StateFolder;

    public ReplayJob JobOf(PastPlan plan, PromptSource source, int attempt, TimeSpan limit) => new(
        plan.Id, plan.Sha256, plan.BaseSha, attempt, source.Fingerprint, Context.Agent.Tool, Model, Context.Sandbox.Name, WithTests,
        Judges.Count > 0, limit.TotalSeconds, Author);

    /// <summary>All that a score depends on but the plan: comparisons that differ in it do not share results.</summary>
    public IEnumerable<string> Identity =>
    [
        Context.Agent.Tool, Model ?? "", Sets.Variant, Context.Sandbox.Name,
        .. Sets.Candidates.Prepend(Sets.Active).OrderBy(source => source.Key, StringComparer.Ordinal)
            .SelectMany(source => new[] { source.Key, source.Fingerprint }),
        .. Judges.Select(judge => judge.ToString()),
        .. ReplayPacking.StateFiles(StateFolder).SelectMany(file => new[] { file.Name, File.ReadAllText(file.FullName) }),
    ];
}

/// <summary>Settles it, and asks for the trust that replays need, once for all of them.</summary>
internal sealed class CompareSceneReader(
    RepositoryReader repositories, SessionSetup setup, Func<string, IAgent> findAgent, GitCli git, TrustGate trust, Narrator narrator)
{
    public async Task<CompareScene> ReadAsync(CompareOptions options, string workingDirectory, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        if (repository.IsShallow)
        {
            throw new UserError(
                "this clone has only a part of the history, and replays need all of it", "run 'git fetch --unshallow'",
                ExitCode.Environment);
        }
        var state = Path.Combine(repository.Root, ".lw_coder");
        var candidates = ComparedSets.Find(new CandidateCatalog(state), options.Sets);
        var choices = options.Session;
        if (candidates is [{ Name: var first }, ..])
        {
            choices = choices with { Tool = choices.Tool ?? findAgent(first.ToolFolder).Tool };
        }
        var context = await setup.ReadAsync(choices, workingDirectory, cancel);
        var active = new ActivePrompts(state, narrator.Notice);
        var sets = candidates is [{ Name: var name }, ..]
            ? await ComparedSets.OfAsync(active, candidates, name.ToolFolder, name.Variant, cancel)
            : await ComparedSets.OfAsync(
                active, [], context.Agent.PromptFolder, Prompts.PromptFolders.VariantOf(context.Model), cancel);

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
        return new CompareScene(
            context, sets, options.Session.Model ?? sets.ModelFor(context.Model), await AuthorAsync(context.Repository, cancel),
            tests is not null, judges);
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

    private IReadOnlyList<Judges.Judge> FindJudges(SessionContext context)
    {
        var folder = new DirectoryInfo(Path.Combine(context.StateFolder, "judges"));
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
