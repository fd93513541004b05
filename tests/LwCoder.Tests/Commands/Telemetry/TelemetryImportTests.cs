using System.Text.Json;
using LwCoder.Tests.Support;
using LwCoder.Tests.Support.Kilo;

namespace LwCoder.Tests.Commands.Telemetry;

public sealed class TelemetryImportTests : IAsyncLifetime
{
    private readonly AgentsTestFolder _home = new();
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await TemporaryRepository.CreateAsync();

    public Task DisposeAsync()
    {
        _repository.Dispose();
        _home.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_store_is_imported_and_counted_and_the_second_time_nothing_is_new()
    {
        KiloTaskFiles.Write(_home["store"], KiloTaskFiles.Parent, KiloTaskFiles.Native);
        KiloTaskFiles.Write(_home["store"], "broken", "no json", "nor this");

        var (first, code) = await RunAsync("telemetry", "import", "kilo", _home["store"], "--json");
        var (again, _) = await RunAsync("telemetry", "import", "kilo", _home["store"], "--json");
        var (text, _) = await RunAsync("telemetry", "import", "kilo", _home["store"]);

        code.Should().Be(0);
        var answer = JsonDocument.Parse(first.Printed).RootElement;
        answer.GetProperty("schema_version").GetInt32().Should().Be(1);
        answer.GetProperty("imported").GetInt32().Should().Be(1);
        answer.GetProperty("tool_calls").GetInt32().Should().Be(4);
        answer.GetProperty("problems")[0].GetProperty("path").GetString().Should().Contain("broken");
        first.Narrated.Should().Contain("warning: ").And.Contain("broken").And.Contain("skipped");
        JsonDocument.Parse(again.Printed).RootElement.GetProperty("imported").GetInt32().Should().Be(0);
        text.Printed.Should().StartWith("imported 0 of kilo").And.Contain("telemetry.db");
    }

    [Fact]
    public async Task Without_a_path_the_usual_places_are_looked_at_and_none_is_said()
    {
        TranscriptSample.CopyTo(_home.Path);

        (await RunAsync("telemetry", "import", "claude-code")).Services.Printed.Should().StartWith("imported 3 of claude-code");
        var (missing, code) = await RunAsync("telemetry", "import", "codex");

        code.Should().Be((int)ExitCode.Failed);
        missing.Narrated.Should().Contain(".codex").And.Contain("lw_coder telemetry import codex PATH");
        (await RunAsync("telemetry", "import", "codex", _home["nowhere"])).Code.Should().Be((int)ExitCode.Usage);
        (await RunAsync("telemetry", "import", "nobody")).Code.Should().Be((int)ExitCode.Usage);
    }

    [Fact]
    public async Task A_session_is_held_against_a_card()
    {
        KiloTaskFiles.Write(_home["store"], KiloTaskFiles.Parent, KiloTaskFiles.Xml);
        await RunAsync("telemetry", "import", "kilo", _home["store"]);

        var (passed, code) = await RunAsync("telemetry", "check-card", KiloTaskFiles.Parent, "tested-change");
        var (failed, other) = await RunAsync("telemetry", "check-card", KiloTaskFiles.Parent, "orchestrate", "--json");

        (code, other).Should().Be((0, (int)ExitCode.ChecksFailed));
        passed.Printed.Should().StartWith("pass: tested-change");
        JsonDocument.Parse(failed.Printed).RootElement.GetProperty("violations")[0].GetProperty("pattern").GetString().Should().Be("apply%");
    }

    private async Task<(TestServices Services, int Code)> RunAsync(params string[] arguments)
    {
        var services = new TestServices(_repository.Root, _home.Path);
        return (services, await services.RunAsync(arguments));
    }
}
