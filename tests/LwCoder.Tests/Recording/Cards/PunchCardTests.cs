using LwCoder.Recording.Cards;
using LwCoder.Telemetry.Rows;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Recording.Cards;

public sealed class PunchCardTests
{
    [Theory]
    [InlineData("pytest", "pytest", true)]
    [InlineData("pytest", "PyTest", true)]
    [InlineData("py%", "pytest", true)]
    [InlineData("%test%", "dotnet-test", true)]
    [InlineData("%test", "pytests", false)]
    [InlineData("edit_file%", "edit-file", true)]
    [InlineData(@"edit\_file", "edit-file", false)]
    [InlineData(@"edit\_file", "edit_file", true)]
    [InlineData("%", "", true)]
    [InlineData("_", "", false)]
    [InlineData("a%b%c", "a-b-b-c", true)]
    [InlineData("a%b%c", "a-c-b", false)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void Patterns_are_those_of_LIKE(string pattern, string key, bool matches)
    {
        LikePattern.Matches(pattern, key).Should().Be(matches);
    }

    [Fact]
    public async Task LIKE_in_the_database_says_the_same()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        foreach (var pattern in (string[])["py%", "%test%", "_y%", "edit_file%", "%", "p%t%t"])
        {
            foreach (var key in (string[])["pytest", "PYTEST", "dotnet-test", "edit-file", ""])
            {
                (await store.TextAsync($"SELECT '{key}' LIKE '{pattern}'"))
                    .Should().Be(LikePattern.Matches(pattern, key) ? "1" : "0", "{0} like {1}", key, pattern);
            }
        }
    }

    [Fact]
    public void What_is_required_is_missed_and_what_is_forbidden_is_found()
    {
        var card = new PunchCard("c",
        [
            new("c", PunchType.GatePass, "pytest"),
            new("c", PunchType.GatePass, "mypy") { Required = false },
            new("c", PunchType.ToolCall, "edit%") { Required = false, Forbidden = true },
            new("c", PunchType.ToolCall, "write%") { Forbidden = true },
        ]);

        var verdict = CardCheck.Check(card, [new(PunchType.GateFail, "pytest", 1), new(PunchType.ToolCall, "edit_file", 2),
            new(PunchType.ToolCall, "edit", 1)]);

        verdict.Missing.Select(line => line.KeyPattern).Should().Equal("pytest");
        verdict.Violations.Should().ContainSingle().Which.Count.Should().Be(3);
        CardCheck.Check(card, [new(PunchType.GatePass, "pytest", 1)]).Passed.Should().BeTrue();
        CardCheck.Check(card, [], enforcedOnly: true).Passed.Should().BeTrue();
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_task_that_failed_passes_once_it_has_what_was_missing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(SampleRows.Session());
        var desk = new CardDesk(store, TimeProvider.System);
        await desk.SeedAsync(default);
        await desk.SeedAsync(default);

        (await desk.CheckAsync("tested-change", "s1", enforcedOnly: false, default)).Missing.Should().ContainSingle();
        (await desk.CheckAsync("tested-change", "s1", enforcedOnly: false, default)).Passed.Should().BeFalse();
        var exit = SampleRows.Batch();
        exit.Add(SampleRows.PunchOf("s1", PunchType.StepComplete, "task_exit"));
        await store.WriteAsync(exit);
        (await desk.CheckAsync("tested-change", "s1", enforcedOnly: false, default)).Passed.Should().BeTrue();
        (await desk.CheckAsync("tested-change", "s1", enforcedOnly: false, default)).Passed.Should().BeTrue();

        (await store.TextsAsync("SELECT status FROM checkpoints ORDER BY checkpoint_id")).Should().Equal("fail", "pass");
        (await store.TextsAsync("SELECT subject FROM boundaries")).Should().Equal("tested-change for s1");
    }

    [Fact]
    public async Task Neither_an_unknown_card_nor_an_unknown_task_is_passed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var desk = new CardDesk(store, TimeProvider.System);
        await desk.SeedAsync(default);

        await desk.Awaiting(one => one.CheckAsync("nonsense", "s1", false, default)).Should().ThrowAsync<UserError>()
            .WithMessage("*card 'nonsense'*");
        await desk.Awaiting(one => one.CheckAsync("fix-ci", "s1", false, default)).Should().ThrowAsync<UserError>()
            .WithMessage("*task 's1'*");
    }

    [Fact]
    public void Stock_cards_have_ids_and_lines_of_their_own()
    {
        SeedCards.All.Select(card => card.Id).Should().OnlyHaveUniqueItems();
        SeedCards.All.Should().OnlyContain(card => card.Lines.Count > 0 && card.Lines.All(line => line.CardId == card.Id));
        SeedCards.All.SelectMany(card => card.Lines).Select(line => (line.CardId, line.Type, line.KeyPattern))
            .Should().OnlyHaveUniqueItems();
    }
}
