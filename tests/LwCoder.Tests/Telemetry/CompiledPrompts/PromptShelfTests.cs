using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.CompiledPrompts;

public sealed class PromptShelfTests
{
    private const string Id = "fitter-dispatch:infinite_retry";

    private readonly List<string> _warnings = [];

    [Theory, OnSqlite, OnMariaDb]
    public async Task Versions_count_up_and_begin_as_candidates(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var shelf = Shelf(store);

        var first = await shelf.PublishAsync(Prompt("one"), default);
        var second = await shelf.PublishAsync(Prompt("two"), default);

        (first.Version, second.Version).Should().Be((1, 2));
        (await shelf.ListAsync(Id, default)).Should().Equal(second, first);
        (await shelf.ListAsync(null, default)).Should().HaveCount(2);
        (await shelf.FindActiveAsync([Id], _ => null, default)).Should().BeNull();
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task Activating_a_version_retires_the_one_before_and_serves_its_text(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var shelf = Shelf(store);
        await shelf.PublishAsync(Prompt("one"), default);
        await shelf.PublishAsync(Prompt("two"), default);

        await shelf.ActivateAsync(Id, 1, default);
        await shelf.ActivateAsync(Id, 2, default);

        (await shelf.ListAsync(Id, default)).Select(version => version.Status)
            .Should().Equal(PromptStatus.Active, PromptStatus.Retired);
        (await shelf.FindActiveAsync([Id], _ => null, default)).Should().Be(new ActivePrompt(Id, "two", 2));
        (await store.TextsAsync("SELECT subject FROM boundaries ORDER BY boundary_id")).Should().Equal($"{Id} v1", $"{Id} v2");
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task An_older_version_can_be_put_back_and_the_active_one_taken_out(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var shelf = Shelf(store);
        await shelf.PublishAsync(Prompt("one"), default);
        await shelf.PublishAsync(Prompt("two"), default);
        await shelf.ActivateAsync(Id, 2, default);

        await shelf.ActivateAsync(Id, 1, default);
        (await shelf.FindActiveAsync([Id], _ => null, default))!.Text.Should().Be("one");

        await shelf.RetireAsync(Id, 1, default);
        (await shelf.FindActiveAsync([Id], _ => null, default)).Should().BeNull();
        (await shelf.ListAsync(Id, default)).Should().OnlyContain(version => version.Status == PromptStatus.Retired);
    }

    [Fact]
    public async Task A_reader_falls_back_from_the_special_id_to_the_general_one_and_past_what_is_broken()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var shelf = Shelf(store);
        foreach (var (id, text) in new[] { ("a:empty", " "), ("a:bad", "no placeholder"), ("a", "use {summary}") })
        {
            await shelf.PublishAsync(Prompt(text) with { PromptId = id }, default);
            await shelf.ActivateAsync(id, 1, default);
        }

        var found = await shelf.FindActiveAsync(
            ["a:missing", "a:empty", "a:bad", "a"],
            text => text.Contains("{summary}", StringComparison.Ordinal) ? null : "it lacks {summary}",
            default);

        found!.PromptId.Should().Be("a");
        _warnings.Should().Equal(
            "the compiled prompt a:empty is not used: it is empty",
            "the compiled prompt a:bad is not used: it lacks {summary}");
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_a_mistake_that_names_those_that_are()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var shelf = Shelf(store);
        await shelf.PublishAsync(Prompt("one"), default);

        (await FluentActions.Awaiting(() => shelf.ActivateAsync(Id, 7, default)).Should().ThrowAsync<UserError>())
            .Which.Hint.Should().Be("it has 1");
        await FluentActions.Awaiting(() => shelf.RetireAsync("nobody", 1, default)).Should().ThrowAsync<UserError>()
            .WithMessage("there is no compiled prompt nobody");
    }

    private PromptShelf Shelf(ITelemetryStore store) => new(store, _warnings.Add, TimeProvider.System);

    private static CompiledPrompt Prompt(string text) => new()
    {
        PromptId = Id,
        ModuleName = "fitter_dispatch",
        SignatureName = "InfiniteRetry",
        Category = "infinite_retry",
        Text = text,
        ProgramJson = """{"predictors":{}}""",
        DatasetHash = new string('a', 64),
        Score = 0.75,
        BaselineScore = 0.5,
        IntervalLow = 0.1,
        IntervalHigh = 0.4,
        Optimizer = "miprov2",
        CostUsd = 1.25m,
        Compiler = "lw_coder 0.1.0",
        CompiledAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
    };
}
