using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Evaluation;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Evaluation.TestRuns;

/// <summary>Real runners on real checkouts; the project and its change are made for each test.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TestComparisonTests : IAsyncLifetime
{
    private const string Plan = "---\nplan_id: calc\n---\nAdd.\n";

    private readonly SandboxTempFolder _home = new();
    private readonly List<TestProgress> _told = [];
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        _repository.Write(".gitignore", ".lw_coder/\nsecret.env\n");
        _repository.Write(".lw_coder/tasks/calc.md", Plan);
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        _home.Dispose();
        return Task.CompletedTask;
    }

    [ShellFactNeeding("node")]
    public async Task Node_tests_are_counted_before_and_after()
    {
        _repository.Write("add.js", "exports.add = (a, b) => a - b;\n");
        _repository.Write("add.test.js", """
            const { test } = require('node:test'); const assert = require('assert'); const { add } = require('./add.js');
            test('adds', () => assert.equal(add(1, 2), 3));
            test('zero', () => assert.equal(add(0, 0), 0));
            """);
        Configure("node --test");

        var result = await CompareAsync(() => _repository.Write("add.js", "exports.add = (a, b) => a + b;\n"));

        result.Before.Should().BeEquivalentTo(new { Format = "TAP", Total = 2, Passed = 1, Failed = 1, ExitCode = 1 });
        result.After.Should().BeEquivalentTo(new { Format = "TAP", Total = 2, Passed = 2, Failed = 0, ExitCode = 0 });
        result.Transitions!.FailToPass.Should().Equal("adds");
        result.Transitions.PassToPass.Should().Equal("zero");
        result.Tampering.Should().BeEmpty();
        result.IsGood.Should().BeTrue();
    }

    [ShellFactNeeding("pytest-3")]
    public async Task A_change_that_deletes_a_failing_test_of_pytest_is_told()
    {
        _repository.Write("calc.py", "def add(a, b):\n    return a - b\n");
        _repository.Write("tests/test_calc.py", """
            import sys; sys.path.insert(0, '.')
            from calc import add

            def test_zero():
                assert add(0, 0) == 0

            def test_adds():
                assert add(1, 2) == 3
            """);
        Configure("pytest-3 -q");

        var result = await CompareAsync(() => _repository.Write("tests/test_calc.py", """
            import sys; sys.path.insert(0, '.')
            from calc import add

            def test_zero():
                assert add(0, 0) == 0
            """));

        result.Before.Should().BeEquivalentTo(new { Format = "JUnit XML", Total = 2, Failed = 1 });
        result.After.Should().BeEquivalentTo(new { Format = "JUnit XML", Total = 1, Failed = 0, ExitCode = 0 });
        result.Tampering.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Kind = Tampering.Deleted, File = "tests/test_calc.py", Test = "tests.test_calc.test_adds" });
        result.IsGood.Should().BeFalse();
        using var json = JsonDocument.Parse(File.ReadAllBytes(InFolder("test_results_after.json")));
        json.RootElement.GetProperty("tampering")[0].GetProperty("kind").GetString().Should().Be("deleted");
        json.RootElement.GetProperty("total_tests").GetInt32().Should().Be(1);
    }

    [ShellFactNeeding("dotnet")]
    public async Task Dotnet_tests_are_read_from_the_TRX_that_was_asked_for()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        _repository.Write("nuget.config", $"""
            <configuration><packageSources><clear /></packageSources>
            <fallbackPackageFolders><clear /><add key="here" value="{packages}" /></fallbackPackageFolders></configuration>
            """);
        _repository.Write("Calc.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageReference Include="xunit" Version="2.9.3" />
                <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
              </ItemGroup>
            </Project>
            """);
        _repository.Write("CalcTests.cs", """
            public class CalcTests
            {
                [Xunit.Fact] public void Zero() => Xunit.Assert.Equal(0, Calc.Add(0, 0));
                [Xunit.Fact] public void Adds() => Xunit.Assert.Equal(3, Calc.Add(1, 2));
            }
            """);
        _repository.Write("Calc.cs", "public static class Calc { public static int Add(int a, int b) => a - b; }\n");
        Configure("dotnet test");

        var result = await CompareAsync(
            () => _repository.Write("Calc.cs", "public static class Calc { public static int Add(int a, int b) => a + b; }\n"));

        result.Before.Should().BeEquivalentTo(new { Format = "TRX", Total = 2, Failed = 1 }, result.Before.Tail);
        result.After.Should().BeEquivalentTo(new { Format = "TRX", Total = 2, Failed = 0 }, result.After.Tail);
        result.Transitions!.FailToPass.Should().Equal("CalcTests.Adds");
    }

    [UnixFact]
    public async Task What_no_reader_knows_has_its_exit_code_and_its_last_lines()
    {
        Configure("cat readme.md; test -e done.txt");

        var result = await CompareAsync(() => _repository.Write("done.txt", ""));

        result.Before.Should().BeEquivalentTo(new { ExitCode = 1, Format = (string?)null, Tail = "hello\n" });
        result.After.ExitCode.Should().Be(0);
        result.Transitions.Should().BeNull();
    }

    [UnixFact]
    public async Task Hung_tests_are_ended_with_everything_they_started()
    {
        var marker = $"300.{Environment.ProcessId}";
        Configure($"sleep {marker} & sleep {marker}", "test_timeout = \"1s\"");

        var result = await CompareAsync(() => _repository.Write("a", "b"));

        result.After.Should().BeEquivalentTo(new { TimedOut = true, ExitCode = TestResults.TimeoutCode });
        var left = await new ProcessRunner().RunAsync(new ProcessSpec("pgrep", "-f", $"^sleep {marker}$"), default);
        left.Output.Should().BeEmpty();
    }

    [UnixFact]
    public async Task A_test_that_fails_only_once_is_flaky()
    {
        Configure(
            "echo TAP version 13; echo 1..1; if test -e ran; then echo ok 1 - a; else touch ran; echo not ok 1 - a; exit 1; fi");

        var result = await CompareAsync(() => _repository.Write("a", "b"));

        result.After.Flaky.Should().Equal("a");
        result.Transitions!.FailToFail.Should().BeEmpty();
        _told.Should().Contain(new TestProgress(TestSide.After, TestStep.RunningAgain, result.Command.Text));
    }

    [UnixFact]
    public async Task Copied_files_and_setup_are_there_and_no_secret_is_told()
    {
        _repository.Write("secret.env", "TOKEN=correct-horse-battery\n");
        File.AppendAllText(Path.Combine(_repository.Root, ".gitignore"), "made\n");
        Configure("cat secret.env && cat made; git status --short; git log --oneline | wc -l", more: """

            [worktree.file_sync]
            patterns = ["secret.env"]
            [[code.setup]]
            name = "make"
            command = "echo made it > made"
            """);

        var result = await CompareAsync(() => _repository.Write("new.txt", "b"));

        result.Before.Tail.Should().Contain("made it").And.EndWith("2\n").And.NotContain("new.txt");
        result.After.Tail.Should().Contain("made it").And.Contain("A  new.txt");
        File.ReadAllText(InFolder("test_results_after.json"))
            .Should().Contain("cat secret.env && cat made", "people read it as well");
        _told.Should().NotContain(progress => progress.Text.Contains("correct-horse"));
        Directory.EnumerateFiles(InFolder("")).Should()
            .NotContain(file => File.ReadAllText(file).Contains("correct-horse"));
    }

    [UnixFact]
    public async Task Nobody_has_a_checkout_afterwards_and_the_repository_is_as_it_was()
    {
        Configure("mkdir -p locked/in; touch locked/in/f; chmod 500 locked/in; git branch mischief; "
            + "git commit -qm x --allow-empty; true");
        var before = "";

        await CompareAsync(() => _repository.Write("a", "b"), then: async () => before = await StateAsync());

        (await StateAsync()).Should().Be(before);
        OwnedCheckouts.Should().BeEmpty();
        Directory.Exists(Path.Combine(_repository.Root, ".git", "worktrees")).Should().BeFalse();

        async Task<string> StateAsync() =>
            await _repository.GitAsync("status", "--porcelain") + await _repository.GitAsync("for-each-ref")
            + await _repository.GitAsync("count-objects", "-v");
    }

    [UnixFact]
    public async Task Known_results_are_not_asked_for_again_and_a_lost_side_is()
    {
        Configure("echo TAP version 13; echo 1..1; echo ok 1 - a");
        var first = await CompareAsync(() => _repository.Write("a", "b"));
        File.Delete(InFolder("test_cases_after.json"));
        _told.Clear();

        var second = await RunAsync(_change!);

        _told.Where(progress => progress.Step == TestStep.Known).Select(progress => progress.Side)
            .Should().Equal(TestSide.Before);
        _told.Where(progress => progress.Step == TestStep.Running).Select(progress => progress.Side)
            .Should().Equal(TestSide.After);
        second.Transitions.Should().BeEquivalentTo(first.Transitions);
    }

    [UnixFact]
    public async Task What_a_killed_lw_coder_left_is_removed_and_what_a_living_one_has_is_not()
    {
        Configure("true");
        var checkouts = Directory.CreateDirectory(Checkouts).FullName;
        Directory.CreateDirectory(Path.Combine(checkouts, "tests-dead", "tree"));
        File.WriteAllText(Path.Combine(checkouts, "tests-dead.owner"), $"{Environment.MachineName}:999999:1");
        Directory.CreateDirectory(Path.Combine(checkouts, "tests-live"));
        File.WriteAllText(Path.Combine(checkouts, "tests-live.owner"), ProcessIdentity.Current.ToString());

        await CompareAsync(() => _repository.Write("a", "b"));

        OwnedCheckouts.Select(Path.GetFileName).Should().Equal("tests-live.owner");
        Directory.Exists(Path.Combine(checkouts, "tests-live")).Should().BeTrue();
        Directory.Exists(Path.Combine(checkouts, "tests-dead")).Should().BeFalse();
    }

    [UnixFact]
    public async Task With_nothing_around_them_tests_need_the_users_trust()
    {
        Configure("echo never > ran.txt");
        await CompareAsync(() => _repository.Write("a", "b"));

        var error = (await FluentActions.Awaiting(() => RunAsync(_change!, trust: false, unprotected: true))
            .Should().ThrowAsync<UserError>()).Which;

        error.ExitCode.Should().Be(ExitCode.NeedsPerson);
        error.Message.Should().Contain("[eval] test_command = [\"echo never > ran.txt\"]");
    }

    [UnixFact]
    public async Task A_change_that_does_not_fit_is_refused()
    {
        Configure("true");
        var change = async () => await CompareAsync(
            () => _repository.Write("readme.md", "other\n"),
            then: () => Task.Run(() => File.WriteAllText(
                InFolder("ai_changes.patch"), File.ReadAllText(InFolder("ai_changes.patch")).Replace("-hello", "-nothing"))));

        (await change.Should().ThrowAsync<UserError>()).Which.Message.Should().Contain("cannot be applied to");
        OwnedCheckouts.Should().BeEmpty();
    }

    [DockerFact]
    public async Task In_a_container_the_same_happens_and_git_works()
    {
        Configure(
            "echo TAP version 13; echo 1..2; echo ok 1 - $(git log --oneline | wc -l) in $(pwd); "
            + "if test -e done.txt; then echo ok 2 - done; else echo not ok 2 - done; fi", sandbox: "docker");

        var result = await CompareAsync(() => _repository.Write("done.txt", ""));

        result.Transitions.Should().BeEquivalentTo(
            new { FailToPass = new[] { "done" }, PassToPass = new[] { "2 in /workspace" } }, result.After.Tail);
        OwnedCheckouts.Should().BeEmpty();
    }

    private PlanChange? _change;

    private void Configure(string command, string setting = "", string more = "", string sandbox = "host")
    {
        var network = sandbox == "docker" ? "network = \"none\"" : "";
        _repository.Write(
            ".lw_coder/config.toml", $"[code]\ntool = \"mini\"\nsandbox = \"{sandbox}\"\n{network}\n[eval]\ntest_command = "
                + $"'''{command}'''\n{setting}\n{more}\n");
    }

    private string Checkouts => Path.Combine(_repository.Root, ".lw_coder", "checkouts");

    private IEnumerable<string> OwnedCheckouts => Directory.EnumerateFiles(Checkouts, "*.owner");

    private string InFolder(string name) => Path.Combine(_repository.Root, ".lw_coder", "runs", "calc", "eval", name);

    /// <param name="edit">Makes the change in the main worktree, from which its patch is taken.</param>
    private async Task<TestComparisonResult> CompareAsync(Action edit, Func<Task>? then = null)
    {
        var baseSha = await _repository.CommitAsync("Base");
        Directory.CreateDirectory(InFolder(""));
        edit();
        await _repository.GitAsync("add", "-A");
        var patch = await _repository.GitAsync("diff", "--cached", "--binary", "--full-index");
        await _repository.GitAsync("reset", "-q", "--hard");
        File.WriteAllText(InFolder("ai_changes.patch"), patch + "\n");
        await (then?.Invoke() ?? Task.CompletedTask);
        _change = new PlanChange(
            baseSha, PlanChange.Worktree, InFolder("ai_changes.patch"), "sha",
            PatchReader.ReadFile(InFolder("ai_changes.patch")));
        return await RunAsync(_change);
    }

    private async Task<TestComparisonResult> RunAsync(PlanChange change, bool trust = true, bool unprotected = false)
    {
        using var services = new TestServices(_repository.Root, _home.Path);
        var context = await services.SessionSetup.ReadAsync(new SessionChoices { Trust = true }, _repository.Root, default);
        context = context with { Protection = await context.Sandbox.CheckAsync(default) };
        context = unprotected ? context with { Protection = context.Protection with { Contained = false } } : context;
        var runs = new RunCatalog(Path.Combine(_repository.Root, ".lw_coder", "runs"));
        return await services.TestComparison().RunAsync(
            new TestComparisonRequest(
                context, "calc", Path.Combine(_repository.Root, ".lw_coder", "tasks", "calc.md"), change,
                EvaluationFolder.Of(runs, "calc"), Trust: trust),
            progress =>
            {
                lock (_told)
                {
                    _told.Add(progress);
                }
            },
            default);
    }
}
