using LwCoder.Diagnosis;
using LwCoder.Optimization.Classifier;
using LwCoder.Optimization.Examples;
using LwCoder.Optimization.Recovery;
using LwCoder.Telemetry.Rows;
using LwCoder.Tests.Optimization.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Optimization.Examples;

public sealed class TrainingSetReaderTests
{
    [Theory, OnSqlite, OnMariaDb]
    public async Task A_backfilled_store_gives_labelled_sessions_and_recoveries(Engine engine)
    {
        var generated = GeneratedSessions.Many(4);
        var set = await ReadAsync(generated, engine);

        set.Sessions.Count.Should().Be(4 * 16).And.BeGreaterThanOrEqualTo(50);
        set.Count(Outcome.Success).Should().Be(4 + (4 * 5) + (2 * 5), "healthy ones, subagents and recoveries that worked");
        set.Count(Outcome.Failure).Should().Be((4 * 5) + (2 * 5));
        set.Recoveries.Should().HaveCount(4 * 5).And.OnlyContain(pair => pair.Recovery.Id == pair.Killed.Id + "-recovery");
        set.Recoveries.Count(pair => pair.Recovered).Should().Be(2 * 5);
        foreach (var (session, category) in generated.Sick)
        {
            set.Sessions.Single(example => example.Id == session).Category.Should().Be(category, session);
        }
    }

    [Fact]
    public async Task What_cannot_be_used_is_counted_and_nothing_breaks()
    {
        var generated = GeneratedSessions.Many(1);
        generated.Empty("empty");
        generated.StillRunning("running");
        generated.StillRunning("running-2");

        var set = await ReadAsync(generated);

        set.Skipped.Values.Order().Should().Equal(1, 2);
        set.Sessions.Should().NotContain(example => example.Id == "empty");
    }

    [Fact]
    public async Task Sessions_of_one_tree_have_one_root_and_a_circle_is_one()
    {
        var generated = GeneratedSessions.Many(1);
        generated.Healthy("a", parent: "b");
        generated.Healthy("b", parent: "a");

        var set = await ReadAsync(generated);

        set.Sessions.Where(example => example.Id.StartsWith("infinite_retry-00", StringComparison.Ordinal))
            .Select(example => example.RootTask)
            .Should().HaveCount(3).And.AllBe("infinite_retry-00");
        set.Sessions.Where(example => example.Id is "a" or "b").Select(example => example.RootTask).Should().AllBe("a");
    }

    [Fact]
    public async Task What_a_model_sees_says_nothing_of_how_it_went()
    {
        var generated = GeneratedSessions.Many(2);
        var set = await ReadAsync(generated);
        var gold = generated.Sick.ToDictionary(sick => sick.Session, sick => sick.Category);

        var shown = ClassifierExamples.Of(set.Sessions, gold).Select(example => example.Inputs.ToJson())
            .Concat(FailureCategories.OfModel.SelectMany(category => RecoveryExamples.Of(set.Sessions, category))
                .Select(example => example.Inputs.ToJson().Replace(example.Id!, "", StringComparison.Ordinal)));

        // Of the words a session has itself, its id is the one that names its category here.
        shown.Should().NotBeEmpty().And.OnlyContain(text =>
            !text.Contains("outcome") && !text.Contains("success") && !text.Contains("recover") && !text.Contains("0.5")
            && !text.Contains("partial") && !text.Contains("checkpoint") && !text.Contains("gate") && !text.Contains("pytest"));
    }

    [Fact]
    public async Task A_card_that_failed_and_passed_later_is_fulfilled_and_links_that_are_told_count_before_guesses()
    {
        var generated = new GeneratedSessions();
        generated.Healthy("child");
        generated.Batch.Add(new ChildRow { ParentId = "told", ChildId = "child", SpawnedAt = default, Link = "explicit" });
        generated.Batch.Add(new ChildRow { ParentId = "guessed", ChildId = "child", SpawnedAt = default, Link = "time" });
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        await store.WriteAsync(generated.Batch, default);
        foreach (var passed in new[] { false, true })
        {
            var later = new LwCoder.Telemetry.TelemetryBatch(text => text);
            later.Add(new CheckpointRow { TaskId = "child", CardId = "gates", Passed = passed, ValidatedAt = default });
            await store.WriteAsync(later, default);
        }

        var session = (await new TrainingSetReader(store).ReadAsync(default)).Sessions.Single();

        (session.RootTask, session.Facts.CardPassed, session.Outcome).Should().Be(("told", true, Outcome.Success));
    }

    private static async Task<TrainingSet> ReadAsync(GeneratedSessions generated, Engine engine = Engine.Sqlite)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        await store.WriteAsync(generated.Batch, default);
        return await new TrainingSetReader(store).ReadAsync(default);
    }
}
