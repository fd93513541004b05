using System.Runtime.Versioning;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>What `code` leaves in the store.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CodeRecordingTests : IAsyncLifetime
{
    private const string Talk =
        $$$"""
        {{{ShellAgent.Started}}}
        echo '{"kind":"message","session":"s-1","id":"m1","role":"assistant","text":"I run the tests"}'
        echo '{"kind":"tool_call","session":"s-1","id":"t1","tool":"Bash","args":{"command":"pytest"}}'
        echo '{"kind":"tool_result","session":"s-1","id":"t1","is_error":false,"exit_code":0,"text":"2 passed"}'
        echo '{"kind":"usage","session":"s-1","id":"m1","in":100,"out":20,"cached":5,"cost":0.25,"cost_source":"billed"}'
        """;

    private const string Facts =
        """
        SELECT session_id || '|' || status || '|' || plan_id || '|' || total_cost || '|' || tokens_in || '|' || tool || '|' || outcome
        FROM sessions
        """;

    private TemporaryRepository _repository = null!;

    private string Database => StoreLocation.DatabaseIn(Path.Combine(_repository.Root, ".lw_coder"));

    private string Spool => StoreLocation.SpoolIn(Path.Combine(_repository.Root, ".lw_coder"));

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(_repository, LwCoder("true"));
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_run_is_a_session_with_its_plan_its_messages_calls_and_checks()
    {
        (await CodeAsync(LwCoder($"{Talk}\necho hello > hello.txt; {ShellAgent.Done}"))).Should().Be(0);

        await using var store = SqliteStore.At(Database, TimeProvider.System);
        (await store.CountsAsync()).Should().Contain("sessions", 1).And.Contain("tasks", 1).And.Contain("messages", 1)
            .And.Contain("tool_calls", 1);
        (await store.TextsAsync(Facts)).Should().Equal("s-1|completed|say-hello|0.25|100|shell|completed");
        (await store.TextAsync("SELECT run_id FROM sessions")).Should().StartWith("say-hello/");
        (await store.TextsAsync("SELECT tool_name || '|' || status || '|' || exit_code FROM tool_calls"))
            .Should().Equal("Bash|completed|0");
        (await store.TextsAsync("SELECT punch_key FROM punches WHERE punch_type = 'gate_pass'")).Should().Equal("pytest");
        Directory.Exists(Spool).Should().BeFalse();
    }

    [Fact]
    public async Task Importing_the_run_afterwards_adds_nothing()
    {
        (await CodeAsync(LwCoder($"{Talk}\necho hello > hello.txt; {ShellAgent.Done}"))).Should().Be(0);
        await using var store = SqliteStore.At(Database, TimeProvider.System);
        var recorded = await store.CountsAsync();
        var session = await store.TextsAsync(Facts);

        var lwCoder = LwCoder("true");
        (await lwCoder.RunAsync("telemetry", "import", "runs")).Should().Be(0, lwCoder.Narrated);

        var counts = await store.CountsAsync();
        counts.Remove("imported_files", out var files).Should().BeTrue();
        counts.Remove("boundaries");
        files.Should().Be(1);
        counts.Should().Equal(recorded);
        (await store.TextsAsync(Facts)).Should().Equal(session);
    }

    [Fact]
    public async Task Events_are_in_the_store_while_the_agent_works()
    {
        // The agent goes on once its first words are in the store, or after ten minutes if they never come.
        const string Seen = "seen-by-the-test";
        const string Wait = $"for i in $(seq 6000); do [ -e {Seen} ] && break; sleep 0.1; done";
        var running = CodeAsync(LwCoder($"{Talk}\n{Wait}; echo hello > hello.txt; {ShellAgent.Done}"));
        await using var store = SqliteStore.At(Database, TimeProvider.System);
        await Eventually.True(async () => File.Exists(Database)
            && (await store.CountsAsync()).GetValueOrDefault("tool_calls") == 1);

        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("running");
        _repository.Write($".lw_coder/worktrees/say-hello/{Seen}", "");

        (await running).Should().Be(0);
        (await store.TextAsync("SELECT status FROM sessions")).Should().Be("completed");
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_ends_no_run()
    {
        Directory.CreateDirectory(Database);
        var lwCoder = LwCoder($"{Talk}\necho hello > hello.txt; {ShellAgent.Done}");

        (await CodeAsync(lwCoder)).Should().Be(0, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain("warning: ").And.Contain("telemetry.db").And.Contain("is recorded once that is over");
        Directory.GetFiles(Spool).Should().ContainSingle();
        Directory.Delete(Database);
        (await LwCoder("true").RunAsync("telemetry", "sessions")).Should().Be(0);
        await using var store = SqliteStore.At(Database, TimeProvider.System);
        (await store.CountsAsync()).Should().Contain("sessions", 1).And.Contain("tool_calls", 1);
        Directory.GetFiles(Spool).Should().BeEmpty();
    }

    [Fact]
    public async Task Nothing_is_recorded_where_the_user_wants_nothing()
    {
        _repository.Write("../home/.lw_coder/config.toml", "[store]\nrecord = false\n");

        (await CodeAsync(LwCoder($"{Talk}\necho hello > hello.txt; {ShellAgent.Done}"))).Should().Be(0);

        File.Exists(Database).Should().BeFalse();
    }

    private TestServices LwCoder(string script) => new(_repository.Root, Path.Combine(_repository.Folder, "home"))
    {
        Agent = new ShellAgent(script),
    };

    private static Task<int> CodeAsync(TestServices lwCoder) =>
        lwCoder.RunAsync("code", "say-hello", "--sandbox", "host", "--headless");
}
