using System.Runtime.Versioning;
using LwCoder.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Trainer;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Support;

/// <summary>
/// A repository with past plans, whose four tests look for `t1` to `t4` in result.txt. The agent `mini` is real; its model
/// writes as many of them as the prompts it was given are planted to be good for.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ComparedRepository : IDisposable
{
    private ComparedRepository(TemporaryRepository repository) => Repository = repository;

    public TemporaryRepository Repository { get; }

    public string Root => Repository.Root;

    public string Home => Path.Combine(Repository.Folder, "home");

    public PlantedModels Models { get; } = new();

    public static async Task<ComparedRepository> CreateAsync(int plans)
    {
        var compared = new ComparedRepository(await TemporaryRepository.CreateAsync());
        var repository = compared.Repository;
        await repository.GitAsync("config", "user.name", "Ada");
        await repository.GitAsync("config", "user.email", "ada@example.org");
        repository.Write("tests.sh", """
            echo 1..4
            failed=0
            for test in 1 2 3 4; do
              if grep -qs "t$test" result.txt; then echo "ok $test - t$test"; else echo "not ok $test - t$test"; failed=1; fi
            done
            exit $failed

            """);
        repository.Write(".gitignore", ".lw_coder/\n");
        await repository.CommitAsync("Tests");
        repository.Write(".lw_coder/config.toml", "[code]\ntool = 'mini'\n[eval]\ntest_command = 'sh tests.sh'\n");
        repository.Write(".lw_coder/prompts/active/mini/default/main.md", "PLANTED-2 Do it: {plan_text}");
        Directory.CreateDirectory(compared.Home);
        for (var number = 1; number <= plans; number++)
        {
            await compared.AddPlanAsync($"plan-{number}");
        }
        return compared;
    }

    public async Task AddPlanAsync(string id) => Repository.Write(
        $".lw_coder/tasks/{id}.md",
        $"---\nplan_id: {id}\ngit_sha: \"{await Repository.GitAsync("rev-parse", "HEAD")}\"\nstatus: "
        + "done\n---\nMake the tests pass.\n");

    /// <summary>A candidate whose agent makes so many of the four tests pass.</summary>
    public async Task<string> AddCandidateAsync(int passing, params string[] samples)
    {
        var prompts = new CandidatePrompts($"PLANTED-{passing} Do it as proposed: {{plan_text}}", [], "Because.");
        var origin = new CandidateOrigin(
            new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero), "mini", "default", "vendor/writer", "ba5e",
            prompts.ToSet().Fingerprint, "recent", 0, samples, 0, "$0.01 (billed)");
        var folder = new CandidateFolder(Path.Combine(Root, ".lw_coder", "prompts", "candidates"), "mini", "default");
        return (await folder.WriteAsync(prompts, origin, default)).Name.ToString();
    }

    public void AddJudge() => Repository.Write(
        ".lw_coder/judges/strict.md", $"---\nweight: 1\nmodel: {PlantedModels.Judge}\n---\nJudge strictly.");

    public TestServices LwCoder() => new(Root, Home) { Models = Models };

    /// <summary>`candidates compare`, on the host and trusted.</summary>
    public async Task<TestServices> CompareAsync(int exitCode, params string[] arguments)
    {
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync(["candidates", "compare", "--sandbox", "host", "--trust", .. arguments]))
            .Should().Be(exitCode, lwCoder.Narrated);
        return lwCoder;
    }

    /// <summary>`optimize prompts` by the writer, on the host and trusted.</summary>
    public async Task<TestServices> OptimizeAsync(int exitCode, params string[] arguments)
    {
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync(
            ["optimize", "prompts", "--sandbox", "host", "--trust", "--writer", PlantedModels.Writer, .. arguments]))
            .Should().Be(exitCode, lwCoder.Narrated);
        return lwCoder;
    }

    public string StateFolder => Path.Combine(Root, ".lw_coder");

    /// <summary>The folder of the only comparison.</summary>
    public string Folder => Directory.GetDirectories(Path.Combine(StateFolder, "comparisons")).Single();

    public Comparison Newest => new ComparisonCatalog(StateFolder, _ => { }).All()[0];

    /// <summary>The results of finished replays, by file name.</summary>
    public Dictionary<string, string> Results => Directory.GetFiles(Path.Combine(Folder, "results"), "*.json")
        .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>Copies of the repository that replays worked in.</summary>
    public IEnumerable<string> Leftovers =>
        Directory.EnumerateFileSystemEntries(Path.Combine(Folder, "replays"), "*", SearchOption.AllDirectories)
            .Where(path =>
                Path.GetFileName(path) is "work" or "lw_coder" or "files" or "repository.bundle" or "job.json" or "result.json");

    public void Dispose() => Repository.Dispose();

    /// <summary>A model for each session: it reads in its prompt how good it is to be.</summary>
    internal sealed class PlantedModels : ILanguageModels
    {
        public const string Judge = "vendor/judge";

        /// <summary>The model that rewrites prompts.</summary>
        public const string Writer = "vendor/writer";

        private readonly ModelsByText _writer;
        private int _sessions;

        public PlantedModels() => _writer = new ModelsByText(asked => Writes(asked));

        /// <summary>What the writer answers to what it is asked.</summary>
        public Func<string, string> Writes { get; set; } = _ => "";

        public IEnumerable<string> Asked => _writer.Asked;

        public bool IsConfigured => true;

        public int Sessions => _sessions;

        /// <summary>Told of each session of the agent before its model answers.</summary>
        public Action<int> Opened { get; set; } = _ => { };

        /// <summary>What the agent's model says first, in place of what is planted.</summary>
        public Func<int, ScriptEntry?> First { get; set; } = _ => null;

        /// <summary>What it says after that, before it is done.</summary>
        public IReadOnlyList<ScriptEntry> Then { get; set; } = [];

        public decimal? Cost { get; set; } = 0.10m;

        public IChatClient Open(string? model = null)
        {
            if (model == Judge)
            {
                return Client(
                    new ScriptEntry { When = "t4", Answer = JudgedPlan.Judgement(0.9), Repeat = true, Cost = 0.01m },
                    new ScriptEntry { Answer = JudgedPlan.Judgement(0.3), Repeat = true, Cost = 0.01m });
            }
            if (model == Writer)
            {
                return _writer.Open();
            }
            var session = Interlocked.Increment(ref _sessions);
            Opened(session);
            var planted = Enumerable.Range(0, 5).Select(passing => MiniScript.Write(
                "result.txt", string.Join(' ', Enumerable.Range(1, passing).Select(test => $"t{test}")) + "\n") with
            {
                When = $"PLANTED-{passing}", Cost = Cost,
            });
            return First(session) is { } first
                ? Client([first, .. Then, MiniScript.Finish() with { Cost = 0 }])
                : Client([.. planted, MiniScript.Finish() with { Cost = 0 }]);
        }

        private static ScriptedChatClient Client(params ScriptEntry[] answers) => new(new Script(answers));
    }
}
