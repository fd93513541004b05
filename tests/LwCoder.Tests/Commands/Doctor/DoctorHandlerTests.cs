using System.Text.Json;
using LwCoder.Commands.Doctor;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Doctor;

/// <summary>How doctor treats what its checks find; the checks themselves are tried on the real things.</summary>
public sealed class DoctorHandlerTests
{
    private static readonly DoctorOptions Look = new(Fix: false, Json: false, Offline: false);
    private static readonly DoctorOptions Fix = Look with { Fix = true };

    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Good_news_ends_with_0()
    {
        (await RunAsync(default, Check("disk", Finding.Ok("much room"), Finding.Note("by the way")))).Should().Be(0);

        _out.ToString().Should().Contain("ok       disk  much room").And.Contain("note     disk  by the way");
        _error.ToString().Should().Contain("everything is in order");
    }

    [Fact]
    public async Task A_problem_ends_with_6_and_its_fix_stands_below()
    {
        var exitCode = await RunAsync(
            default, Check("key", Finding.Problem("no key", "set X")), Check("disk", Finding.Warning("little", "y")));

        exitCode.Should().Be((int)ExitCode.Environment);
        _out.ToString().Should().Contain("problem  key   no key\n").And.Contain("fix: set X");
        _error.ToString().Should().Contain("1 problem, 1 warning");
    }

    [Fact]
    public async Task A_check_that_cannot_look_is_a_problem_and_the_others_are_told()
    {
        var broken = new FakeCheck("git", _ => throw new UserError("'git' is not installed", "install git"));

        (await RunAsync(default, broken, Check("disk", Finding.Ok("much room")))).Should().Be((int)ExitCode.Environment);

        _out.ToString().Should().Contain("'git' is not installed").And.Contain("fix: install git").And.Contain("much room");
    }

    [Fact]
    public async Task A_check_that_hangs_is_given_up_and_said_to_hang()
    {
        var started = new TaskCompletionSource();
        var hanging = new FakeCheck("docker", async cancel =>
        {
            started.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return [];
        });

        var looked = new TaskCompletionSource();
        var disk = new FakeCheck("disk", _ =>
        {
            looked.SetResult();
            return Task.FromResult<IReadOnlyList<Finding>>([Finding.Ok("much room")]);
        });

        var running = RunAsync(default, hanging, disk);
        await Task.WhenAll(started.Task, looked.Task);
        _time.Advance(TimeSpan.FromSeconds(11));

        (await running).Should().Be((int)ExitCode.Environment);
        _out.ToString().Should().Contain("no answer within 10 s").And.Contain("much room");
    }

    [Fact]
    public async Task Ctrl_C_is_no_finding()
    {
        using var cancelled = new CancellationTokenSource();
        var check = new FakeCheck("docker", async cancel =>
        {
            await cancelled.CancelAsync();
            cancel.ThrowIfCancellationRequested();
            return [];
        });

        var run = () => RunAsync(cancelled.Token, check);

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Repairs_are_done_only_when_asked_for()
    {
        var done = 0;
        var finding = Finding.Problem("open to all", "chmod 600 x") with
        {
            Repair = _ =>
            {
                done++;
                return Task.FromResult<IReadOnlyList<string>>(["it was kept at y"]);
            },
        };

        (await RunAsync(default, Check("setup", finding))).Should().Be((int)ExitCode.Environment);
        done.Should().Be(0);
        _error.ToString().Should().Contain("1 problem, 0 warnings; 'lw_coder doctor --fix' puts 1 right");

        (await RunAsync(Fix, default, Check("setup", finding))).Should().Be(0);
        done.Should().Be(1);
        _out.ToString().Should().Contain("fixed    setup  open to all");
        _error.ToString().Should().Contain("it was kept at y");
    }

    [Fact]
    public async Task A_repair_that_fails_leaves_the_problem()
    {
        var finding = Finding.Problem("open to all", "chmod 600 x") with
        {
            Repair = _ => throw new UserError("not allowed", "become root"),
        };

        (await RunAsync(Fix, default, Check("setup", finding)))
            .Should().Be((int)ExitCode.Environment);

        _error.ToString().Should().Contain("not allowed; become root");
    }

    [Fact]
    public async Task Json_is_one_object_on_stdout()
    {
        await RunAsync(Look with { Json = true }, default, Check("key", Finding.Problem("no key", "set X")));

        using var answer = JsonDocument.Parse(_out.ToString());
        answer.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
        answer.RootElement.GetProperty("fit").GetBoolean().Should().BeFalse();
        var finding = answer.RootElement.GetProperty("findings").EnumerateArray().Last();
        finding.GetProperty("check").GetString().Should().Be("key");
        finding.GetProperty("state").GetString().Should().Be("problem");
        finding.GetProperty("fix").GetString().Should().Be("set X");
        finding.GetProperty("fixable").GetBoolean().Should().BeFalse();
        _error.ToString().Should().BeEmpty();
    }

    private Task<int> RunAsync(CancellationToken cancel, params IDoctorCheck[] checks) =>
        RunAsync(Look, cancel, checks);

    private Task<int> RunAsync(DoctorOptions options, CancellationToken cancel, params IDoctorCheck[] checks)
    {
        using var home = new TempDirectory();
        var scenes = new DoctorSceneReader(
            _ => Task.FromResult<RepositoryFacts?>(null), new HomeLayout(home.Path), new Dictionary<string, string>());
        return new DoctorHandler(scenes, _ => checks, _out, new Narrator(_error), _time).RunAsync(options, cancel);
    }

    private static FakeCheck Check(string name, params Finding[] findings) =>
        new(name, _ => Task.FromResult<IReadOnlyList<Finding>>(findings));

    private sealed class FakeCheck(string name, Func<CancellationToken, Task<IReadOnlyList<Finding>>> run) : IDoctorCheck
    {
        public string Name => name;

        public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) => run(cancel);
    }
}
