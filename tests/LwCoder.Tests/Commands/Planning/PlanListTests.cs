using System.Text.Json;
using LwCoder.Commands.Planning;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Planning;

public sealed class PlanListTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await TemporaryRepository.CreateAsync();

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_plan_tells_what_it_waits_for()
    {
        Write("fresh", "draft");
        Write("reviewed", "done");
        Write("finished", "implemented");
        Write("failed", "ready");
        Write("running", "coding");
        Write("killed", "coding");
        Write("login", "ready");
        Write("broken", "soon");
        AddRun("failed", "failed");
        AddRun("login", "login_required");
        AddRun("finished", "completed");
        AddRun("reviewed", "failed");
        AddRun("running", outcome: null, ProcessIdentity.Current.ToString());
        AddRun("killed", outcome: null);
        Directory.CreateDirectory(In("worktrees", "failed"));

        var plans = await ListAsync();

        plans.Select(plan => (Text(plan, "plan_id"), Text(plan, "needs_me"))).Should().BeEquivalentTo(new[]
        {
            ("broken", "correct it: lw_coder plan lint broken.md"),
            ("failed", "see why it ended: lw_coder runs logs failed/20260102_030405"),
            ("finished", "review it"),
            ("killed", "its run was killed: run it again"),
            ("login", "log claude-code in"),
            ("fresh", null),
            ("running", null),
            ("reviewed", null),
        }, options => options.WithStrictOrdering());
        plans.Should().OnlyContain(plan =>
            plan.GetProperty("running").GetBoolean() == (Text(plan, "plan_id") == "running"));
        plans.Single(plan => plan.GetProperty("worktree").ValueKind == JsonValueKind.String)
            .GetProperty("plan_id").GetString().Should().Be("failed");
    }

    [Fact]
    public async Task The_age_is_what_the_plan_says()
    {
        Write("old", "draft", "created_at: 2020-01-31T14:00:00+01:00\n");

        var plan = (await ListAsync()).Single();

        plan.GetProperty("since").GetDateTimeOffset().Should().Be(new DateTimeOffset(2020, 1, 31, 13, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_thousand_plans_take_no_more_git_processes_than_none()
    {
        var (none, before) = await CountAsync();
        for (var number = 0; number < 1000; number++)
        {
            Write($"plan-{number}", "ready");
            if (number % 5 == 0)
            {
                AddRun($"plan-{number}", "failed");
            }
        }

        (await CountAsync()).Should().Be((1000, before));
        none.Should().Be(0);

        async Task<(int Plans, int Processes)> CountAsync()
        {
            var processes = new GitCountingProcesses();
            await using var printed = new StringWriter();
            await new PlanList(
                new RepositoryReader(new GitCli(processes), TemporaryRepository.Variables), printed, forPerson: false,
                new ManualTime())
                .RunAsync(json: true, _repository.Root, default);
            using var answer = JsonDocument.Parse(printed.ToString());
            return (answer.RootElement.GetProperty("plans").GetArrayLength(), processes.Started.Count);
        }
    }

    [Fact]
    public async Task Without_plans_the_list_is_empty() => (await ListAsync()).Should().BeEmpty();

    [Fact]
    public async Task A_program_gets_a_line_for_each_plan()
    {
        Write("fresh", "draft", "created_at: 2020-01-31\n");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("plan", "list")).Should().Be(0);

        lwCoder.Printed.Should().MatchRegex("^fresh\tdraft\t[0-9]+d\t-\t-\t-\r?\n$");
    }

    [Fact]
    public async Task Lint_is_content_with_a_valid_plan()
    {
        Write("fresh", "draft");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("plan", "lint", "fresh")).Should().Be(0);

        lwCoder.Printed.Should().Be($"{Path.Combine(".lw_coder", "tasks", "fresh.md")}: valid, draft{Environment.NewLine}");
    }

    [Theory]
    [InlineData("status: soon\ngit_sha: \"0000000000000000000000000000000000000000\"\n", "status 'soon' is not known")]
    [InlineData("status: draft\ngit_sha: 1111111111111111111111111111111111111111\n", "1111")]
    [InlineData("status: draft\nowner: x\n", "2 mistakes")]
    public async Task Lint_names_the_mistakes(string fields, string message)
    {
        _repository.Write(".lw_coder/tasks/wrong.md", $"---\nplan_id: wrong\n{fields}---\nDo it.\n");
        var lwCoder = LwCoder();

        (await lwCoder.RunAsync("plan", "lint", "wrong")).Should().Be(1);

        lwCoder.Narrated.Should().Contain(message).And.Contain("fix: ");
        lwCoder.Printed.Should().BeEmpty();
    }

    private async Task<List<JsonElement>> ListAsync()
    {
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync("plan", "list", "--json")).Should().Be(0, lwCoder.Narrated);
        return [.. JsonDocument.Parse(lwCoder.Printed).RootElement.GetProperty("plans").EnumerateArray()];
    }

    private void AddRun(string plan, string? outcome, string? owner = null)
    {
        var run = new RunDirectory(new RunId(plan, "20260102_030405"), In("runs", plan, "20260102_030405"));
        Directory.CreateDirectory(run.Path);
        run.WriteManifest(Manifests.New(run.Id) with
        {
            State = outcome is null ? RunState.Running : RunState.Finished,
            Outcome = outcome,
            Owner = owner ?? $"{Environment.MachineName}:999999:1",
        });
    }

    private void Write(string id, string status, string more = "") => _repository.Write(
        $".lw_coder/tasks/{id}.md",
        $"---\nplan_id: {id}\ngit_sha: \"{new string('0', 40)}\"\nstatus: {status}\n{more}---\nDo it.\n");

    private string In(params string[] parts) => Path.Combine([_repository.Root, ".lw_coder", .. parts]);

    private static string? Text(JsonElement plan, string name) => plan.GetProperty(name).GetString();

    private TestServices LwCoder() =>
        new(_repository.Root, Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName);
}
