using System.Runtime.Versioning;
using System.Text.Json;
using LwCoder.Configuration;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompts;
using LwCoder.Tests.Support;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Commands.Candidates;

/// <summary>One replay by the one command, as an engine starts it: everything is in the folder.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunOneHandlerTests : IAsyncLifetime
{
    private ComparedRepository _compared = null!;

    public async Task InitializeAsync()
    {
        _compared = await ComparedRepository.CreateAsync(plans: 1);
        _compared.Repository.Write(".env", "SERVICE_TOKEN=planted-0123456789abcdef\n");
        _compared.Repository.Write(
            ".lw_coder/config.toml",
            "[code]\ntool = 'mini'\n[worktree.file_sync]\npatterns = ['.env']\n[eval]\ntest_command = 'sh tests.sh'\n");
    }

    public Task DisposeAsync()
    {
        _compared.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_folder_is_all_it_needs()
    {
        var folder = await PackAsync();
        // Nothing of the repository it comes from is looked at.
        Directory.Move(_compared.Root, _compared.Root + "-away");
        _compared.Models.First =
            _ => MiniScript.Bash("cat .env > /dev/null && echo t1 t2 t3 t4 > result.txt") with { Cost = 0.2m };

        using var result = JsonDocument.Parse(await RunAsync(folder, exitCode: 0));

        result.RootElement.GetProperty("score").GetDouble().Should().Be(1);
        result.RootElement.GetProperty("fail_to_pass").GetInt32().Should().Be(4);
        result.RootElement.GetProperty("spent").GetProperty("cost").GetDecimal().Should().Be(0.2m);
        File.ReadAllText(folder.Result).Should().StartWith("{\n  \"schema_version\": 1,");
        File.Exists(folder.Patch).Should().BeTrue();
        Directory.Exists(folder.Work).Should().BeFalse();

        await RunAsync(folder, exitCode: 0);
        _compared.Models.Sessions.Should().Be(1, "what is done is done");
    }

    [Fact]
    public async Task Its_result_has_what_tests_and_reviewers_said()
    {
        _compared.Repository.Write(
            ".lw_coder/prompts/active/mini/default/reviewer.md", "---\nname: reviewer\ndescription: Reviews.\n---\nReview it.\n");
        var folder = await PackAsync();
        _compared.Models.First =
            _ => MiniScript.Call("task", ("subagent", "reviewer"), ("task", "look")) with { Signature = "mini" };
        _compared.Models.Then =
        [
            new ScriptEntry { Signature = "mini/reviewer", Answer = "t4 is missing" },
            MiniScript.Write("result.txt", "t1 t2 t3\n"),
        ];

        using var result = JsonDocument.Parse(await RunAsync(folder, exitCode: 0));

        var remarks = result.RootElement.GetProperty("remarks");
        remarks.GetProperty("failed_tests")[0].GetProperty("name").GetString().Should().Contain("t4");
        remarks.GetProperty("failed_tests")[0].GetProperty("was").GetString().Should().Be("failed");
        var reviewer = remarks.GetProperty("reviewers")[0];
        reviewer.GetProperty("by").GetString().Should().Be("reviewer");
        reviewer.GetProperty("text").GetString().Should().Contain("t4 is missing");
    }

    [Fact]
    public async Task Keys_are_for_their_owner_only_and_gone_afterwards()
    {
        var folder = await PackAsync();

        File.GetUnixFileMode(folder.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Path.Combine(folder.Untracked, ".env")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.ReadAllText(folder.JobFile).Should().NotContain("planted");

        await RunAsync(folder, exitCode: 0);
        folder.TryClear().Should().BeTrue();

        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Should().NotBeEmpty().And.OnlyContain(text => !text.Contains("planted"));
    }

    [Fact]
    public async Task Other_prompts_than_the_jobs_are_no_replay_of_it()
    {
        var folder = await PackAsync();
        File.AppendAllText(Path.Combine(folder.State, "prompts", "active", "mini", "default", "main.md"), "More.");

        var result = await RunAsync(folder, exitCode: 6);

        result.Should().Contain("it ran with the prompts");
    }

    [Fact]
    public async Task A_folder_without_a_job_is_refused()
    {
        var lwCoder = _compared.LwCoder();

        (await lwCoder.RunAsync("candidates", "run-one", _compared.Home)).Should().Be(2);

        lwCoder.Narrated.Should().Contain("name a folder that `lw_coder candidates compare` has made");
    }

    private async Task<string> RunAsync(ReplayFolder folder, int exitCode)
    {
        var lwCoder = new TestServices(_compared.Home, _compared.Home) { Models = _compared.Models };
        (await lwCoder.RunAsync("candidates", "run-one", folder.Path, "--trust")).Should().Be(exitCode, lwCoder.Narrated);
        return lwCoder.Printed;
    }

    private async Task<ReplayFolder> PackAsync()
    {
        var git = _compared.Repository.Cli;
        var facts = await _compared.Repository.FactsAsync();
        var plan = (await new PastPlans(git, _compared.LwCoder().Backups, facts, _compared.StateFolder)
            .FindAsync(null, default)).Plans[0];
        var prompts = Path.Combine(_compared.StateFolder, "prompts", "active", "mini", "default");
        var job = new ReplayJob(
            plan.Id, plan.Sha256, plan.BaseSha, 1, PromptSet.Load(prompts).Fingerprint, "mini", null, "host",
            WithTests: true, WithJudges: false, 600, new ReplayAuthor("Ada", "ada@example.org"));
        var settings = new SettingsReader(new HomeLayout(_compared.Home), new Dictionary<string, string>()).Read(_compared.Root);
        var folder = new ReplayFolder(Path.Combine(_compared.Repository.Folder, "job"));
        await new ReplayPacking(git, new ReplayRepository(git)).PackAsync(
            facts, settings, job, new ReplayInputs(plan.Text, prompts, "mini", null), folder, default);
        return folder;
    }
}
