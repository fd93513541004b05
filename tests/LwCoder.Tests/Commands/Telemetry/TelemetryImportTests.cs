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

        var (first, code) = await RunAsync("telemetry", "import", "kilo", _home["store"], "--json");
        var (again, _) = await RunAsync("telemetry", "import", "kilo", _home["store"], "--json");
        var (text, _) = await RunAsync("telemetry", "import", "kilo", _home["store"]);

        code.Should().Be(0);
        var answer = JsonDocument.Parse(first.Printed).RootElement;
        answer.GetProperty("schema_version").GetInt32().Should().Be(1);
        answer.GetProperty("imported").GetInt32().Should().Be(1);
        answer.GetProperty("tool_calls").GetInt32().Should().Be(4);
        answer.GetProperty("problems").GetArrayLength().Should().Be(0);
        JsonDocument.Parse(again.Printed).RootElement.GetProperty("imported").GetInt32().Should().Be(0);
        text.Printed.Should().StartWith("imported 0 of kilo").And.Contain("telemetry.db");
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_each_time_and_makes_the_exit_code()
    {
        KiloTaskFiles.Write(_home["store"], "good", KiloTaskFiles.Native);
        var broken = KiloTaskFiles.Write(_home["store"], "broken", null, "42");
        var cut = KiloTaskFiles.Write(_home["store"], "cut", KiloTaskFiles.Native, KiloTaskFiles.Screen[..^40]);
        var empty = KiloTaskFiles.Write(_home["store"], "empty", "[]", null);

        foreach (var time in (string[])["first", "second"])
        {
            var (json, code) = await RunAsync("telemetry", "import", "kilo", _home["store"], "--json");

            code.Should().Be((int)ExitCode.Failed, time);
            var answer = JsonDocument.Parse(json.Printed).RootElement;
            (answer.GetProperty("imported").GetInt32() + answer.GetProperty("unchanged").GetInt32()).Should().Be(2);
            answer.GetProperty("unreadable").GetInt32().Should().Be(1);
            answer.GetProperty("damaged").GetInt32().Should().Be(1);
            answer.GetProperty("empty").GetInt32().Should().Be(1);
            answer.GetProperty("problems").EnumerateArray().Select(problem => string.Join(
                '|', problem.EnumerateObject().Select(field => field.Value.GetString()))).Should().Equal(
                $"{Path.Combine(broken, "ui_messages.json")}|there is no list of messages in it|unreadable",
                $"{Path.Combine(cut, "ui_messages.json")}|it is cut, and 1 of its entries cannot be read|damaged",
                $"{Path.Combine(empty, "api_conversation_history.json")}|there is no session in it|empty");
            json.Narrated.Should().Contain(
                $"warning: {Path.Combine(broken, "ui_messages.json")}: skipped, there is no list of messages in it")
                .And.Contain($"warning: {Path.Combine(cut, "ui_messages.json")}: it is cut")
                .And.Contain($"{Path.Combine(empty, "api_conversation_history.json")}: skipped, ");
        }
        var (text, _) = await RunAsync("telemetry", "import", "kilo", _home["store"]);
        text.Printed.Should().Contain("2 unchanged, 1 unreadable").And.Contain("1 read in part, 1 without a session");

        Directory.Delete(broken, recursive: true);
        (await RunAsync("telemetry", "import", "kilo", _home["store"])).Code
            .Should().Be(0, "what is left could be read, if only in part");
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

    [Theory]
    [InlineData("claude-code", ".claude/projects/-home-dev-work", 3)]
    [InlineData("droid", ".factory/sessions/-home-dev-work", 1)]
    public async Task One_project_is_enough_and_a_wrong_folder_is_told(string source, string project, int sessions)
    {
        TranscriptSample.CopyTo(_home.Path);

        (await RunAsync("telemetry", "import", source, _home[project])).Services.Printed
            .Should().StartWith($"imported {sessions} of {source}");
        (await RunAsync("telemetry", "import", source, Path.Combine(_home.Path, project.Split('/')[0]))).Services.Narrated
            .Should().Contain("warning: no sessions found there");
        (await RunAsync("telemetry", "import", source)).Services.Printed
            .Should().StartWith("imported 0 of ", "they are there already");
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
        JsonDocument.Parse(failed.Printed).RootElement.GetProperty("violations")[0].GetProperty("pattern").GetString()
            .Should().Be("apply%");
    }

    private async Task<(TestServices Services, int Code)> RunAsync(params string[] arguments)
    {
        var services = new TestServices(_repository.Root, _home.Path);
        return (services, await services.RunAsync(arguments));
    }
}
