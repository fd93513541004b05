using LwCoder.Recording.Import;

namespace LwCoder.Tests.Recording.Import;

public sealed class ChildLinksTests
{
    [Fact]
    public void Words_decide_before_times_do()
    {
        var links = Find(
            [Task("parent", 0), Task("late", 90_000, "docs"), Task("near", 11_000)],
            [Spawn("parent", "c1", 10_000, words: "docs"), Spawn("parent", "c2", 10_500)],
            out var unresolved);

        links.Should().BeEquivalentTo(
            [new ChildLink("parent", "late", 10_000, "content"), new ChildLink("parent", "near", 10_500, "time")]);
        unresolved.Should().Be(0);
    }

    [Fact]
    public void What_a_task_says_itself_is_never_overruled()
    {
        var links = Find(
            [Task("parent", 0), Task("child", 11_000, "docs", parent: "other"), Task("own", 11_000, parent: "parent")],
            [Spawn("parent", "c1", 10_000, words: "docs")], out var unresolved);

        links.Should().BeEmpty();
        unresolved.Should().Be(0, "the call has started the task that names its parent");
    }

    [Theory]
    [InlineData(9_999, null, false)]
    [InlineData(10_000, null, true)]
    [InlineData(130_000, null, true)]
    [InlineData(130_001, null, false)]
    [InlineData(300_000, 400_000L, true)]
    [InlineData(400_001, 400_000L, false)]
    public void Without_words_a_task_was_made_while_the_call_was_open(long created, long? ended, bool linked)
    {
        Find([Task("parent", 0), Task("child", created)], [Spawn("parent", "c", 10_000, ended)], out var unresolved)
            .Any().Should().Be(linked);
        unresolved.Should().Be(linked ? 0 : 1);
    }

    [Fact]
    public void The_nearest_is_taken_once_and_nobody_is_his_own_child()
    {
        var links = Find(
            [Task("parent", 10_100), Task("a", 10_400), Task("b", 10_200)],
            [Spawn("parent", "c1", 10_000), Spawn("parent", "c2", 10_050), Spawn("parent", "c3", 10_060)], out var unresolved);

        links.Select(link => link.Child).Should().Equal("b", "a");
        unresolved.Should().Be(1);
    }

    [Fact]
    public void A_task_whose_id_tells_no_time_is_not_placed_by_time()
    {
        Find([Task("parent", 0), Task("child", 10_100) with { IsExact = false }], [Spawn("parent", "c", 10_000)], out _)
            .Should().BeEmpty();
    }

    [Fact]
    public void The_same_words_twice_are_two_tasks_in_their_order()
    {
        Find(
            [Task("parent", 0), Task("second", 20_100, "same"), Task("first", 10_100, "same")],
            [Spawn("parent", "c2", 20_000, words: "same"), Spawn("parent", "c1", 10_000, words: "same")], out _)
            .Select(link => (link.Child, link.Spawned)).Should().Equal(("first", 10_000), ("second", 20_000));
    }

    private static IReadOnlyList<ChildLink> Find(BegunTask[] tasks, SpawnedTask[] spawns, out int unresolved) =>
        ChildLinks.Find(tasks, spawns, out unresolved);

    private static BegunTask Task(string id, long created, string? words = null, string? parent = null) =>
        new(id, created, true, words, parent);

    private static SpawnedTask Spawn(string parent, string call, long started, long? ended = null, string? words = null) =>
        new(parent, call, started, ended, words);
}
