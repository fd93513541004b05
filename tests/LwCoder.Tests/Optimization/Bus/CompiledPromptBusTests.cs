using System.Text;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Optimization.Bus;
using LwCoder.Optimization.Classifier;
using LwCoder.Platform.Terminal;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;
using LwCoder.Telemetry.Sql;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;
using Microsoft.Extensions.AI;
using NSubstitute;

namespace LwCoder.Tests.Optimization.Bus;

/// <summary>What a command is given of what was compiled, and what it costs when that is broken or out of reach.</summary>
public sealed class CompiledPromptBusTests
{
    private const string Large = "🛒 ä 漢字 \u0001 \\ ' \" {not_a_place} \r\n";

    private static readonly string Text = "{summary} " + string.Concat(Enumerable.Repeat(Large, 4_000));

    private static readonly Settings NoSettings = new SettingsReader(
        new HomeLayout("/nowhere"), new Dictionary<string, string>()).Read(null);

    private readonly StringWriter _told = new();

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_text_of_more_than_64_KB_in_any_script_arrives_as_it_was_published(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await PublishAsync(database, "fitter-dispatch:scope_creep", Text);

        var found = await new CompiledRecoveryPrompts(Bus(() => database.Open())).FindAsync(
            "/r", NoSettings, FailureCategory.ScopeCreep, default);

        Encoding.UTF8.GetByteCount(Text).Should().BeGreaterThan(100_000);
        found.Should().Be(new RecoveryTemplate(Text, "fitter-dispatch:scope_creep v1"));
        _told.ToString().Should().BeEmpty();
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_program_of_more_than_64_KB_in_any_script_is_asked(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await PublishAsync(database, ClassifierSignature.PromptId, Program(instructions: Text));
        var models = new ModelsByText(_ =>
            "<<<evidence>>>\nx\n\n<<<category>>>\nscope_creep\n\n<<<confidence>>>\n0.9\n\n<<<end of answer>>>");

        var word = await AskAsync(database, models);

        word.Should().Be(new ClassifierWord(FailureCategory.ScopeCreep, 0.9, "x", "diagnosis-classifier v1"));
        models.Asked.Single().Should().Contain(string.Concat(Enumerable.Repeat(Large, 4_000)).TrimEnd());
    }

    public static TheoryData<string, string> BrokenPrograms() => new()
    {
        { "{", "not a saved program" },
        { "[]", "not a saved program" },
        { "Classify it.", "not a saved program" },
        { Program(schemaVersion: 2), "schema version 2" },
        { Program(predictor: "another"), "predictors" },
        { Program(input: "session_text"), "inputs" },
        { Program(demos: """[{"inputs": {"tool_patterns": 7}, "outputs": {}}]"""), "demo" },
        { Program(demos: "7"), "demos" },
        { Program().Replace("2026-03-04T05:06:07+00:00", "yesterday", StringComparison.Ordinal), "not a saved program" },
    };

    [Theory, MemberData(nameof(BrokenPrograms))]
    public async Task A_program_that_cannot_be_used_is_warned_of_and_nobody_is_asked(string program, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await PublishAsync(database, ClassifierSignature.PromptId, program);
        var models = new ModelsByText(_ => "");

        (await AskAsync(database, models)).Should().BeNull();

        models.Asked.Should().BeEmpty();
        _told.ToString().Should().Contain("the compiled prompt diagnosis-classifier is not used").And.Contain(reason);
    }

    [Theory]
    [InlineData("  ", "it is empty")]
    [InlineData("Do better.", "{summary}")]
    [InlineData("{summary} {last_error}", "there is no {last_error} for scope_creep")]
    [InlineData(null, "longer than")]
    public async Task A_text_that_cannot_be_used_is_warned_of_and_the_hand_written_one_stands(string? text, string reason)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await PublishAsync(database, "fitter-dispatch:scope_creep", text ?? "{summary}" + new string('x', 300_000));

        (await new CompiledRecoveryPrompts(Bus(() => database.Open())).FindAsync(
            "/r", NoSettings, FailureCategory.ScopeCreep, default)).Should().BeNull();

        _told.ToString().Should().Contain("fitter-dispatch:scope_creep is not used").And.Contain(reason);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_waited_for_ten_seconds_and_left()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var hanging = Substitute.For<ITelemetryStore>();
        hanging.ReadAsync(Arg.Any<Func<ISqlSession, ActivePrompt?>>(), Arg.Any<CancellationToken>())
            .Returns(new TaskCompletionSource<ActivePrompt?>().Task);

        var looking = Bus(() => hanging, time).FindAsync("/r", NoSettings, ["a"], _ => null, default);
        time.Advance(TimeSpan.FromSeconds(9));
        looking.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        (await looking).Should().BeNull();
        _told.ToString().Should().Contain("did not answer within 10 seconds").And.Contain("lw_coder's own are used");
    }

    [Fact]
    public async Task A_file_that_is_no_database_costs_a_warning()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        Directory.CreateDirectory(Path.GetDirectoryName(database.File)!);
        await File.WriteAllBytesAsync(database.File, Enumerable.Range(0, 9_000).Select(index => (byte)(index * 7)).ToArray());

        (await Bus(() => database.Open()).FindAsync("/r", NoSettings, ["a"], _ => null, default)).Should().BeNull();

        _told.ToString().Should().Contain("compiled prompts cannot be looked up");
    }

    private static async Task PublishAsync(TestDatabase database, string id, string text)
    {
        await using var store = database.Open();
        var shelf = new PromptShelf(store, _ => { }, TimeProvider.System);
        await shelf.PublishAsync(
            new CompiledPrompt
            {
                PromptId = id, ModuleName = "m", SignatureName = "s", Text = text, Compiler = "test",
                CompiledAt = DateTimeOffset.UnixEpoch,
            },
            default);
        await shelf.ActivateAsync(id, 1, default);
    }

    private Task<ClassifierWord?> AskAsync(TestDatabase database, ModelsByText models) =>
        new CompiledClassifier(Bus(() => database.Open()), models, new Narrator(_told))
            .AskAsync(new ClassifierQuestion("s", [], ["Hm."], "tool_cycle"), default);

    private CompiledPromptBus Bus(Func<ITelemetryStore> open, TimeProvider? time = null) => new(
        (_, _, _) => Task.FromResult<ITelemetryStore?>(open()),
        _ => Task.FromResult<(string, Settings)?>(("/r", NoSettings)), new Narrator(_told), time ?? TimeProvider.System);

    private static string Program(
        int schemaVersion = 1, string predictor = "classify_failure", string input = "tool_patterns",
        string instructions = "Say it.", string demos = "[]") => $$"""
        {
          "schema_version": {{schemaVersion}}, "name": "classify_failure",
          "predictors": {
            "{{predictor}}": {
              "instructions": {{System.Text.Json.JsonSerializer.Serialize(instructions)}},
              "inputs": ["{{input}}", "last_messages", "kill_reason"],
              "outputs": ["evidence", "category", "confidence"],
              "demos": {{demos}}
            }
          },
          "provenance": { "created_at": "2026-03-04T05:06:07+00:00" }
        }
        """;
}
