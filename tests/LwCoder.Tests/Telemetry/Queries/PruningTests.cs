using LwCoder.Telemetry;
using LwCoder.Telemetry.Queries;
using LwCoder.Telemetry.Rows;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Telemetry.Queries;

public sealed class PruningTests
{
    private static readonly DateTimeOffset Before = SampleRows.Start.AddDays(1);

    [Theory, OnSqlite, OnMariaDb]
    public async Task What_is_of_a_task_stays_as_long_as_one_of_its_sessions(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        batch.Add(SampleRows.TaskOf("one"));
        batch.Add(SampleRows.SessionOf("one"));
        batch.Add(SampleRows.MessageOf("one", "m1", "user"));
        batch.Add(SampleRows.SessionOf("later") with { TaskId = "one", StartedAt = Before });
        batch.Add(SampleRows.PunchOf("one", PunchType.GatePass, "pytest"));
        batch.Add(new ChildRow { ParentId = "one", ChildId = "child", SpawnedAt = SampleRows.Start, Link = "explicit" });
        await store.WriteAsync(batch);

        await store.ChangeAsync(session => Pruning.Prune(session, Before), default);

        (await store.TextsAsync("SELECT session_id FROM sessions")).Should().Equal("later");
        (await store.TextsAsync("SELECT session_id FROM messages")).Should().BeEmpty();
        (await store.TextsAsync("SELECT task_id FROM tasks")).Should().Equal("one");
        (await store.TextsAsync("SELECT task_id FROM punches")).Should().Equal("one");
        (await LinksAsync(store)).Should().Equal("one", "one");

        await store.ChangeAsync(session => Pruning.Prune(session, Before.AddDays(1)), default);

        (await store.TextsAsync("SELECT task_id FROM tasks UNION ALL SELECT task_id FROM punches")).Should().BeEmpty();
        (await LinksAsync(store)).Should().BeEmpty();
    }

    [Theory, OnSqlite, OnMariaDb]
    public async Task A_link_stays_as_long_as_there_are_punches_of_one_of_the_two(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var store = database.Open();
        var batch = SampleRows.Batch();
        // The earlier system may know a task by its punches alone.
        batch.Add(SampleRows.PunchOf("parent", PunchType.GatePass, "pytest") with { ObservedAt = Before });
        batch.Add(new ChildRow { ParentId = "parent", ChildId = "child", SpawnedAt = Before, Link = "explicit" });
        await store.WriteAsync(batch);

        await store.ChangeAsync(session => Pruning.Prune(session, Before), default);

        (await LinksAsync(store)).Should().Equal("parent", "parent");
    }

    private static Task<List<string?>> LinksAsync(ITelemetryStore store) =>
        store.TextsAsync("SELECT parent_id FROM child_rels UNION ALL SELECT parent_task_id FROM child_relationships");
}
