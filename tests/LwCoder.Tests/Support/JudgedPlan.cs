using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Prompting.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace LwCoder.Tests.Support;

/// <summary>
/// The plan `say-hello` as `code` has carried it out, with two judges and a model behind a real HTTP server, for the verbs
/// that gather evidence.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class JudgedPlan : IAsyncDisposable
{
    public const string PlanId = "say-hello";

    private readonly string _work;

    private JudgedPlan(TemporaryRepository repository, string work) => (Repository, _work) = (repository, work);

    public TemporaryRepository Repository { get; }

    public ModelServer Server { get; private set; } = null!;

    /// <summary>
    /// The model: gets the body of a request and answers it, or throws a <see cref="BadHttpRequestException"/>.
    /// </summary>
    public Func<string, string> Model { get; set; } = _ => Judgement(0.5);

    public string Root => Repository.Root;

    public string Home => Path.Combine(Repository.Folder, "home");

    public string Worktree => Path.Combine(Root, ".lw_coder", "worktrees", PlanId);

    /// <summary>Where the evidence is kept.</summary>
    public string Folder => Path.Combine(Root, ".lw_coder", "runs", PlanId, "eval");

    /// <param name="work">What the agent does in the worktree, a shell script.</param>
    /// <param name="prepare">Writes more files, before the commit that the plan starts from.</param>
    public static async Task<JudgedPlan> CreateAsync(string work, Action<TemporaryRepository>? prepare = null)
    {
        var plan = new JudgedPlan(await TemporaryRepository.CreateAsync(), work);
        plan.Server = await ModelServer.StartAsync((context, _) => plan.AnswerAsync(context));
        await plan.Repository.GitAsync("config", "user.name", "Ada");
        await plan.Repository.GitAsync("config", "user.email", "ada@example.org");
        plan.Repository.Write("AGENTS.md", "Write tests. GUIDANCE\n");
        plan.Repository.Write("readme.md", "one\ntwo\nthree\nfour\n");
        prepare?.Invoke(plan.Repository);
        await plan.Repository.CommitAsync("More");
        plan.ConfigureHome("");
        plan.Repository.Write(".lw_coder/judges/plans.md", "---\nweight: 0.6\nmodel: vendor/plans\n---\nJUDGE-PLANS");
        plan.Repository.Write(".lw_coder/judges/style.md", "---\nweight: 0.4\nmodel: vendor/style\n---\nJUDGE-STYLE");
        plan.Repository.Write(".lw_coder/prompts/active/mini/default/main.md", "Do it: {plan_text}");
        plan.WritePlan("draft");
        await plan.CodeAsync();
        return plan;
    }

    /// <summary>Has the agent carry a plan out.</summary>
    public async Task CodeAsync(string id = PlanId, string? work = null)
    {
        var lwCoder = LwCoder(agent: new ShellAgent(work ?? _work) { Tool = "mini" });
        (await lwCoder.RunAsync("code", id, "--sandbox", "host", "--headless")).Should().Be(0, lwCoder.Narrated);
    }

    public async Task RemoveWorktreeAsync()
    {
        await Repository.GitAsync("worktree", "remove", "--force", Worktree);
        await Repository.GitAsync("branch", "-D", PlanId);
        WritePlan("done", await Repository.GitAsync("rev-parse", "HEAD"));
    }

    public void WritePlan(string status, string? sha = null, string id = PlanId) =>
        Repository.Write($".lw_coder/tasks/{id}.md",
            $"---\nplan_id: {id}\ngit_sha: \"{sha ?? new string('0', 40)}\"\nstatus: {status}\n---\nSay hello. PLAN-BODY\n");

    /// <summary>The home's configuration, with more tables.</summary>
    public void ConfigureHome(string more)
    {
        Directory.CreateDirectory(Path.Combine(Home, ".lw_coder"));
        File.WriteAllText(
            Path.Combine(Home, ".lw_coder", "config.toml"),
            $"[lm]\nprovider = 'openrouter'\nbase_url = '{Server.BaseUrl}'\nmodel = 'vendor/model'\n{more}");
    }

    /// <param name="answer">The person at the terminal; null: there is none.</param>
    public TestServices LwCoder(
        string? folder = null, ShellAgent? agent = null, CancellationTokenSource? cancellation = null,
        Func<string, bool>? answer = null)
    {
        var services = new TestServices(folder ?? Root, Home)
        {
            Agent = agent ?? new ShellAgent("exit 9") { Tool = "mini" },
            Cancellation = cancellation ?? new CancellationTokenSource(),
            Answer = answer,
        };
        services.Variables["OPENROUTER_API_KEY"] = "my-own-key-0123456789";
        return services;
    }

    public JsonDocument ReadJson(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name)));

    /// <summary>What a judge answers.</summary>
    public static string Judgement(double score, string feedback = "Fine.", params (string File, int Line)[] evidence) =>
        JsonSerializer.Serialize(new
        {
            criteria = evidence.Length == 0 ? [] : new object[]
            {
                new
                {
                    criterion = "tested", verdict = "Met", reason = "because",
                    evidence = evidence.Select(one => new { file = one.File, line = one.Line }),
                },
            },
            feedback,
            score,
        });

    /// <summary>What the model was asked, without its instructions.</summary>
    public static string UserTextOf(string body)
    {
        using var request = JsonDocument.Parse(body);
        return request.RootElement.GetProperty("messages")[1].GetProperty("content").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Repository.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await context.WriteAsync(200, Answers.Completion(Model((string)context.Items[ModelServer.BodyKey]!)));
        }
        catch (BadHttpRequestException refused)
        {
            await context.WriteAsync(refused.StatusCode, Answers.Error(refused.StatusCode, refused.Message));
        }
    }
}
