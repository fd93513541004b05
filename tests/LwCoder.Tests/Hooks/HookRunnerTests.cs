using System.Runtime.Versioning;
using LwCoder.Configuration;
using LwCoder.Hooks;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Tests.Configuration;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Hooks;

[UnsupportedOSPlatform("windows")]
public sealed class HookRunnerTests : IDisposable
{
    private readonly SettingsFixture _home = new();
    private readonly StringWriter _narrated = new();
    private readonly string _repository;

    public HookRunnerTests() => _repository = Directory.CreateDirectory(Path.Combine(_home.Repository, "my repo")).FullName;

    public void Dispose() => _home.Dispose();

    [UnixFact]
    public async Task A_hook_gets_its_variables_both_ways_and_runs_in_the_repository()
    {
        await RunAsync("""
            [hooks.plan_file_created]
            command = 'printf "%s\n" ${plan_path} "$LW_CODER_PLAN_ID" "$LW_CODER_HOOK" "${outcome}." "$(pwd)"; echo oops >&2'
            """);

        Log.Should().Contain($"\n{PlanPath}\nmy-plan\nplan_file_created\n.\n{_repository}\n").And.Contain("oops\n")
            .And.EndWith("--- exit code 0\n");
        _narrated.ToString().Should().Be("hook plan_file_created done\n");
        File.GetUnixFileMode(LogPath).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [UnixFact]
    public async Task A_hook_of_a_run_writes_to_the_runs_folder()
    {
        var run = Directory.CreateDirectory(Path.Combine(_home.Repository, "run")).FullName;

        await RunAsync("[hooks.plan_file_created]\ncommand = 'echo ${run_dir}'", Variables with { RunDirectory = run });

        File.ReadAllText(Path.Combine(run, "hooks.log")).Should().Contain($"\n{run}\n");
        File.Exists(LogPath).Should().BeFalse();
    }

    [Theory]
    [InlineData("[hooks.plan_file_created]\ncommand = 'touch ran'\nenabled = false")]
    [InlineData("[hooks.run_failed]\ncommand = 'touch ran'")]
    [InlineData("")]
    public async Task What_is_off_or_for_another_event_does_not_run(string config)
    {
        await RunAsync(config);

        File.Exists(Path.Combine(_repository, "ran")).Should().BeFalse();
        _narrated.ToString().Should().BeEmpty();
    }

    [UnixFact]
    public async Task No_hooks_runs_none()
    {
        await RunAsync("[hooks.plan_file_created]\ncommand = 'touch ran'", enabled: false);

        File.Exists(Path.Combine(_repository, "ran")).Should().BeFalse();
    }

    [UnixFact]
    public async Task A_hook_that_fails_is_a_warning()
    {
        await RunAsync("[hooks.plan_file_created]\ncommand = 'exit 3'");

        _narrated.ToString().Should().Be($"warning: the hook plan_file_created ended with exit code 3; see {LogPath}\n");
    }

    [UnixFact]
    public async Task An_unusable_log_folder_is_a_warning()
    {
        File.WriteAllText(_home.Home.LogDirectory, "in the way");

        await RunAsync("[hooks.plan_file_created]\ncommand = 'true'");

        _narrated.ToString().Should().StartWith("warning: the hook plan_file_created could not run: ");
    }

    [UnixFact]
    public async Task A_hook_that_takes_too_long_is_ended_with_all_it_started()
    {
        var time = new ManualTime();
        var running = RunAsync(
            """
            [hooks.plan_file_created]
            command = 'sleep 300 & echo $! > pid; sleep 300'
            timeout = 1
            """,
            time: time);
        await BegunAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await running;

        _narrated.ToString().Should().Contain("was ended, as it took longer than 1s");
        await EndedAsync();
    }

    [UnixFact]
    public async Task Cancelling_ends_a_hook_and_throws_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var running = RunAsync("[hooks.plan_file_created]\ncommand = 'echo $$ > pid; exec sleep 300'", cancel: cancel.Token);
        await BegunAsync();

        await cancel.CancelAsync();
        await running;

        _narrated.ToString().Should().Be("warning: the hook plan_file_created was interrupted\n");
        await EndedAsync();
    }

    [UnixFact]
    public async Task A_hook_in_the_background_is_not_waited_for_and_keeps_its_output()
    {
        await RunAsync("""
            [hooks.plan_file_created]
            command = 'echo begun ${plan_id}; while [ ! -e go-on ]; do sleep 0.05; done; echo finished; exit 7'
            background = true
            """);

        _narrated.ToString().Should().Be("hook plan_file_created runs in the background\n");
        Log.Should().NotContain("\nfinished");
        File.WriteAllText(Path.Combine(_repository, "go-on"), "");
        await Eventually.True(() => Log.EndsWith("finished\n--- exit code 7\n", StringComparison.Ordinal));
        Log.Should().Contain("begun my-plan\n");
    }

    [UnixFact]
    public async Task A_hook_in_the_background_has_its_time_too()
    {
        var sleep = $"sleep 300.{Environment.ProcessId}";
        await RunAsync($"""
            [hooks.plan_file_created]
            command = '{sleep} & wait'
            timeout = 1
            background = true
            """);

        await Eventually.True(() => Log.Contains("--- took longer than 1 s\n", StringComparison.Ordinal));
        await Eventually.True(async () =>
            !(await new ProcessRunner().RunAsync(new ProcessSpec("pgrep", "-f", $"^{sleep}$"), default)).Succeeded);
    }

    [UnixFact]
    public void The_earlier_name_of_an_event_still_works_but_not_beside_the_new_one()
    {
        _home.WriteHome("[hooks.code_sdk_complete]\ncommand = 'old'");
        Hook.Find(_home.Read(), HookEvent.CodeComplete)
            .Should().BeEquivalentTo(new { Command = "old", Event = "code_sdk_complete" });

        _home.WriteHome("[hooks.code_sdk_complete]\ncommand = 'old'\n[hooks.code_complete]\ncommand = 'new'");
        var both = _home.Read();
        FluentActions.Invoking(() => Hook.Check(both)).Should().Throw<UserError>()
            .Which.Message.Should().Contain("config.toml:2: ").And.Contain("same event");
    }

    private string PlanPath => Path.Combine(_repository, ".lw_coder", "tasks", "my plan.md");

    private string PidFile => Path.Combine(_repository, "pid");

    private string LogPath => Path.Combine(_home.Home.LogDirectory, "hooks.log");

    private string Log => File.ReadAllText(LogPath);

    private HookVariables Variables => new() { RepoRoot = _repository, PlanId = "my-plan", PlanPath = PlanPath };

    private Task RunAsync(
        string config, HookVariables? variables = null, bool enabled = true, TimeProvider? time = null,
        CancellationToken cancel = default)
    {
        _home.WriteHome(config);
        var hooks = new HookRunner(
            _home.Read(), enabled, _home.Home, new ProcessRunner(), new Narrator(_narrated), time ?? TimeProvider.System);
        return hooks.RunAsync(HookEvent.PlanFileCreated, variables ?? Variables, cancel);
    }

    private Task BegunAsync() => Eventually.True(() => File.Exists(PidFile) && File.ReadAllText(PidFile).EndsWith('\n'));

    private Task EndedAsync()
    {
        var id = int.Parse(File.ReadAllText(PidFile), System.Globalization.CultureInfo.InvariantCulture);
        return Eventually.True(() => ProcessIdentity.Of(id) is null);
    }
}
