using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Prompts.Versions;

public sealed class PromptSwapTests : IDisposable
{
    private static readonly PromptSetName Name = new("mini", "default");
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _state = new();

    public PromptSwapTests()
    {
        Write("active/mini/default", "old");
        Write("other", "new");
    }

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task The_replaced_files_are_in_the_archive_and_the_new_ones_in_their_place()
    {
        _state.Write("prompts/active/mini/default/notes/kept.txt", "mine");

        var change = await PromoteAsync();

        Files("active/mini/default").Should().BeEquivalentTo(
            new Dictionary<string, string> { ["main.md"] = "Do new.", ["helper.md"] = "Help new." });
        Files("archive/mini/default/20261121_120000").Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["main.md"] = "Do old.", ["helper.md"] = "Help old.", ["notes/kept.txt"] = "mine",
        });
        File.ReadAllText(In("archive/mini/default", $"ANALYSIS-{change.To}.md")).Should().Be("Because.");
        new PromptSwap(_state.Path).History.Read().Should().Equal(change);
        Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task Two_in_one_second_get_two_places_in_the_archive()
    {
        (await PromoteAsync()).Archive.Should().Be("20261121_120000");
        Write("other", "newer");

        (await PromoteAsync()).Archive.Should().Be("20261121_120000-2");
    }

    /// <summary>What is on disk after a kill behind each step; the order of the steps is that of the swap.</summary>
    [Theory]
    [InlineData(0, "old")]
    [InlineData(1, "new")]
    [InlineData(2, "new")]
    [InlineData(3, "new")]
    [InlineData(4, "new")]
    public async Task Killed_behind_any_step_the_next_reader_finds_a_whole_set_and_the_story_is_told_once(
        int step, string expected)
    {
        var change = await PromoteAsync();
        var (active, incoming) = (In("active/mini/default"), In(".swap/incoming"));
        var archived = In("archive/mini/default", change.Archive);
        if (step < 4)
        {
            File.Delete(In("history.jsonl"));
        }
        if (step < 3)
        {
            Directory.Move(active, incoming);
        }
        if (step < 2)
        {
            Directory.Move(archived, active);
        }
        if (step >= 1)
        {
            File.WriteAllBytes(In(".swap/pending.json"), change.ToJson());
        }

        var read = await ReadAsync();

        read.Set.Main.Should().Be($"Do {expected}.");
        read.Set.Subagents.Single().Body.Should().Be($"Help {expected}.");
        new PromptSwap(_state.Path).History.Read().Should().HaveCount(step == 0 ? 0 : 1);
        Directory.Exists(archived).Should().Be(step > 0);
        Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task What_somebody_brought_back_by_hand_after_a_kill_stays()
    {
        var change = await PromoteAsync();
        File.Delete(In("history.jsonl"));
        Directory.Move(In("active/mini/default"), In(".swap/incoming"));
        File.WriteAllBytes(In(".swap/pending.json"), change.ToJson());
        Write("active/mini/default", "mine");

        (await ReadAsync()).Set.Main.Should().Be("Do mine.");

        File.Exists(In("history.jsonl")).Should().BeFalse();
        Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task Readers_never_see_a_mixture_nor_a_gap_while_sets_are_swapped()
    {
        using var over = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var seen = new HashSet<string>();
            do
            {
                var set = (await ReadAsync()).Set;
                seen.Add($"{set.Main} {set.Subagents.Single().Body}");
            }
            while (!over.IsCancellationRequested);
            return seen;
        })).ToList();
        for (var number = 0; number < 40; number++)
        {
            Write("other", number % 2 == 0 ? "new" : "old");
            await PromoteAsync();
        }
        await over.CancelAsync();

        foreach (var seen in await Task.WhenAll(reading))
        {
            seen.Should().BeSubsetOf(["Do old. Help old.", "Do new. Help new."]);
        }
    }

    [Theory]
    [InlineData("""{"set":"../..","archive":"x"}""")]
    [InlineData("""
        {"schema_version":1,"action":"promote","at":"2026-11-21T12:00:00Z","set":"mini/default","from":"a","to":"b","digest":"",
         "archive":"../../elsewhere","reason":""}
        """)]
    public async Task A_journal_that_leads_elsewhere_is_refused(string journal)
    {
        await PromoteAsync();
        File.WriteAllText(In(".swap/pending.json"), journal);
        Directory.CreateDirectory(In(".swap/incoming"));

        (await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<UserError>()).Which.Hint.Should().Contain("delete it");

        Files("active/mini/default")["main.md"].Should().Be("Do new.");
    }

    [UnixFact]
    public async Task A_link_in_the_way_is_refused()
    {
        Directory.Move(In("active/mini/default"), In("active/mini/real"));
        Directory.CreateSymbolicLink(In("active/mini/default"), In("active/mini/real"));

        (await FluentActions.Awaiting(PromoteAsync).Should().ThrowAsync<UserError>()).Which.Message.Should().Contain("is a link");

        Files("active/mini/real")["main.md"].Should().Be("Do old.");
        (await ReadAsync()).Set.Main.Should().Be("Do old.");
    }

    [Fact]
    public async Task Without_a_place_for_the_archive_nothing_is_replaced()
    {
        _state.Write("prompts/archive/mini/default", "a file in the way");

        await FluentActions.Awaiting(PromoteAsync).Should().ThrowAsync<IOException>();

        (await ReadAsync()).Set.Main.Should().Be("Do old.");
        Leftovers().Should().BeEmpty();
    }

    [Fact]
    public async Task Prompts_of_the_old_layout_are_moved_once_by_who_reads_them()
    {
        _state.Write("optimized_prompts/droid/default/main.md", "Do it as ever.");
        _state.Write("optimized_prompts/mini/default/main.md", "In the way.");
        var notices = new List<string>();
        var prompts = new ActivePrompts(_state.Path, notices.Add);

        var read = await prompts.LoadAsync("droid", "default", default);
        await prompts.LoadAsync("droid", "default", default);

        read.Set.Main.Should().Be("Do it as ever.");
        notices.Should().ContainSingle().Which.Should().Contain("moved the prompts");
        (await ReadAsync()).Set.Main.Should().Be("Do old.");
        File.Exists(_state.In("optimized_prompts", "mini", "default", "main.md")).Should().BeTrue("what is in the way stays");
        Directory.Delete(_state.In("prompts", "active", "mini"), recursive: true);
        (await ReadAsync()).Set.Main.Should().Be("In the way.");
        Directory.Exists(_state.In("optimized_prompts")).Should().BeFalse();
    }

    private async Task<PromptChange> PromoteAsync()
    {
        var swap = new PromptSwap(_state.Path);
        using var alone = await swap.EnterAsync(default);
        var (from, to) = (PromptSet.Load(In("active/mini/default")), PromptSet.Load(In("other")));
        return swap.Replace(
            PromptChange.Promotion(Noon, Name, from.Fingerprint, to.Fingerprint, "mini/default/candidate-001", "why"),
            PromptFiles.OfSet(In("other")), "Because."u8.ToArray());
    }

    private Task<ActivePromptSet> ReadAsync() => new ActivePrompts(_state.Path, _ => { }).LoadAsync("mini", "opus", default);

    private string In(params string[] parts) => _state.In(["prompts", .. parts]);

    private void Write(string folder, string word)
    {
        _state.Write($"prompts/{folder}/main.md", $"Do {word}.");
        _state.Write($"prompts/{folder}/helper.md", $"Help {word}.");
        _state.Write($"prompts/{folder}/ANALYSIS.md", "Why.");
        if (folder != "other")
        {
            File.Delete(In(folder, "ANALYSIS.md"));
        }
    }

    private Dictionary<string, string> Files(string folder) => Directory
        .EnumerateFiles(In(folder), "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(In(folder), file).Replace('\\', '/'), File.ReadAllText);

    private IEnumerable<string?> Leftovers() => Directory.EnumerateFileSystemEntries(In(".swap"))
        .Select(Path.GetFileName).Except(["lock", ".gitignore"]);
}
