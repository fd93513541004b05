using System.Runtime.Versioning;
using LwCoder.Models;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>`code --tool mini` with real git and the host sandbox; only the model is scripted.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeWithMiniTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(_repository, LwCoder());
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_plan_becomes_a_commit()
    {
        var lwCoder = LwCoder(
            MiniScript.Write("hello.txt", "hello\n")
                with { When = "PLAN-BODY", Cost = 0.25m, InputTokens = 100, OutputTokens = 10 },
            MiniScript.Bash("git add hello.txt && git commit -qm 'Say hello'"),
            MiniScript.Bash("echo kept > /tmp/note"),
            MiniScript.Bash("cat /tmp/note"),
            MiniScript.Finish() with { When = "kept" });

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        (await TemporaryRepository.InAsync(Worktree, "log", "-1", "--format=%s")).Should().Be("Say hello");
        var run = Latest.ReadManifest();
        run.Should().BeEquivalentTo(new { Tool = "mini", Outcome = "completed", AgentExitCode = (int?)null });
        run.Tokens.Should().Be(new TokenCounts(100, 10, 0));
        run.Changes!.Commits.Should().Be(1);
        File.ReadAllText(Latest.TraceFile).Should().Contain("Say hello");
    }

    [Theory]
    [InlineData(ModelErrorKind.Authentication, "login_required", 6)]
    [InlineData(ModelErrorKind.RateLimited, "limit_reached", 4)]
    [InlineData(ModelErrorKind.Server, "failed", 1)]
    public async Task What_the_provider_says_is_the_outcome(ModelErrorKind error, string outcome, int exitCode)
    {
        (await CodeAsync(LwCoder(MiniScript.Write("x", "y"), MiniScript.Fails(error)))).Should().Be(exitCode);

        Latest.ReadManifest().Outcome.Should().Be(outcome);
        File.Exists(Path.Combine(Worktree, "x")).Should().BeTrue("what was done stays");
    }

    [Fact]
    public async Task Its_limits_come_from_the_configuration()
    {
        var lwCoder = LwCoder(MiniScript.Bash("true") with { Repeat = true });
        lwCoder.Variables["LW_CODER_MAX_STEPS"] = "3";

        (await CodeAsync(lwCoder)).Should().Be(4);

        Latest.ReadManifest().Reason.Should().StartWith("the limit of 3 steps is reached");
    }

    [Fact]
    public async Task Without_a_model_it_says_what_is_missing()
    {
        var lwCoder = LwCoder();

        (await CodeAsync(lwCoder)).Should().Be(6);

        lwCoder.Narrated.Should().Contain("OPENROUTER_API_KEY");
    }

    [BwrapFact]
    public async Task A_link_planted_in_the_worktree_reaches_nothing_outside()
    {
        var outside = Path.Combine(_repository.Folder, "outside.txt");
        File.WriteAllText(outside, "mine\n");
        var lwCoder = LwCoder(
            MiniScript.Bash($"ln -s {outside} link && ln -s {_repository.Folder} folder"),
            MiniScript.Bash("ln -s \"$PWD\"/../../runs/say-hello/*/prompts/main.md shown"),
            MiniScript.Edit("shown", "PLAN-BODY", "stolen") with { When = "PLAN-BODY" },
            MiniScript.Write("link", "stolen\n"),
            MiniScript.Edit("link", "mine", "stolen"),
            MiniScript.Write("folder/new.txt", "stolen\n"),
            MiniScript.Bash("echo stolen > link; true"),
            MiniScript.Finish());

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        File.ReadAllText(outside).Should().Be("mine\n");
        File.Exists(Path.Combine(_repository.Folder, "new.txt")).Should().BeFalse();
        File.ReadAllText(Latest.SessionFile).Should().Contain("shown cannot be written");
        File.ReadAllText(Latest.PromptFile).Should().Contain("PLAN-BODY");
    }

    [Fact]
    public async Task Cancelling_ends_what_runs_inside_and_keeps_what_was_done()
    {
        var sleep = $"sleep 300.{Environment.ProcessId}";
        var lwCoder = LwCoder(MiniScript.Bash($"echo half > half.txt; {sleep}"));
        var running = CodeAsync(lwCoder);
        await Eventually.True(() => File.Exists(Path.Combine(Worktree, "half.txt")));

        await lwCoder.Cancellation.CancelAsync();

        (await running).Should().Be(130);
        Latest.ReadManifest().Outcome.Should().Be("cancelled");
        var left = await new ProcessRunner().RunAsync(new ProcessSpec("pgrep", "-f", $"^{sleep}$"), default);
        left.Output.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_is_silent_is_given_up()
    {
        var lwCoder = LwCoder(MiniScript.Finish() with { Delay = TimeSpan.FromMinutes(5) });

        (await CodeAsync(lwCoder, "--idle-timeout", "1s")).Should().Be(1);

        Latest.ReadManifest().Outcome.Should().Be("agent_hung");
    }

    private string Worktree => Path.Combine(_repository.Root, ".lw_coder", "worktrees", "say-hello");

    private RunDirectory Latest => new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "runs")).Find(null);

    private TestServices LwCoder(params ScriptEntry[] answers) =>
        new(_repository.Root, Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName)
        {
            Models = answers.Length == 0 ? null : MiniScript.Models(answers),
        };

    private static Task<int> CodeAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(["code", "say-hello", "--tool", "mini", "--sandbox", "host", "--headless", .. more]);
}
