using System.Text;
using System.Text.Json;
using LwCoder.Commands.Cache;
using LwCoder.Prompting.Caching;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Cache;

public sealed class CacheHandlerTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stats_counts_and_says_where()
    {
        Fill(3);

        var lwCoder = await RunAsync(0, "cache", "stats");

        lwCoder.Printed.Should().Contain($"cache     {Cache.Directory}")
            .And.Contain("answers   3, ").And.Contain("age       24h to 3d");
    }

    [Fact]
    public async Task Stats_of_no_cache_is_nothing_and_makes_nothing()
    {
        (await RunAsync(0, "cache", "stats")).Printed.Should().Contain("answers   0, 0 B").And.NotContain("age");
        using var json = JsonDocument.Parse((await RunAsync(0, "cache", "stats", "--json")).Printed);

        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("entries").GetInt32().Should().Be(0);
        json.RootElement.GetProperty("oldest").ValueKind.Should().Be(JsonValueKind.Null);
        Directory.Exists(Cache.Directory).Should().BeFalse();
    }

    [Fact]
    public async Task In_a_worktree_it_is_about_the_worktrees_cache()
    {
        var worktree = _folder.In("p", ".lw_coder", "worktrees", "a");
        var lwCoder = new TestServices(worktree, _folder.In("home"));

        (await lwCoder.RunAsync("cache", "stats")).Should().Be(0);

        lwCoder.Printed.Should().Contain(Path.Combine(worktree, ".lw_coder", "dspy_cache"));
    }

    [Theory]
    [InlineData(new[] { "--older-than", "48h" }, 1)]
    [InlineData(new[] { "--older-than", "2w" }, 3)]
    [InlineData(new[] { "--max-size", "0" }, 0)]
    [InlineData(new[] { "--max-size", "1 GB", "--older-than", "60h" }, 2)]
    public async Task Prune_removes_what_is_too_old_or_too_much(string[] limits, int left)
    {
        Fill(3);

        var lwCoder = await RunAsync(0, ["cache", "prune", .. limits]);

        Cache.Enumerate().Should().HaveCount(left);
        lwCoder.Printed.Should().Contain($"{left} left");
    }

    [Theory]
    [InlineData]
    [InlineData("--older-than", "yesterday")]
    [InlineData("--older-than", "-1d")]
    [InlineData("--older-than", "")]
    [InlineData("--max-size", "some")]
    [InlineData("--max-size", "-1")]
    public async Task Prune_without_understandable_limits_removes_nothing(params string[] limits)
    {
        Fill(2);

        await RunAsync(2, ["cache", "prune", .. limits]);

        Cache.Enumerate().Should().HaveCount(2);
    }

    [Fact]
    public async Task Clear_without_a_person_needs_yes()
    {
        Fill(2);

        (await RunAsync(5, "cache", "clear")).Narrated.Should().Contain("2 answers").And.Contain("fix: add --yes");
        Cache.Enumerate().Should().HaveCount(2);

        using var json = JsonDocument.Parse((await RunAsync(0, "cache", "clear", "--yes", "--json")).Printed);
        json.RootElement.GetProperty("removed_entries").GetInt32().Should().Be(2);
        Cache.Enumerate().Should().BeEmpty();
        await RunAsync(0, "cache", "clear");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Clear_asks_and_obeys(bool answer)
    {
        Fill(1);
        using var output = new StringWriter();
        using var narration = new StringWriter();
        var questions = new List<string>();
        var handler = new CacheHandler(
            Cache, output, narration,
            question =>
            {
                questions.Add(question);
                return answer;
            },
            TimeProvider.System);

        handler.Run(new CacheOptions.Clear(Yes: false, Json: false)).Should().Be(0);

        questions.Should().ContainSingle().Which.Should().StartWith("Remove 1 answer (");
        Cache.Enumerate().Should().HaveCount(answer ? 0 : 1);
        narration.ToString().Should().Be(answer ? "" : $"nothing was removed{Environment.NewLine}");
    }

    private PromptCache Cache => new(_folder.In("home", ".lw_coder", "dspy_cache"));

    private void Fill(int count)
    {
        for (var day = 1; day <= count; day++)
        {
            var key = CacheKey.Of(Encoding.UTF8.GetBytes($"{day}"));
            Cache.Put(key, "payload"u8);
            File.SetLastWriteTimeUtc(
                Cache.Enumerate().Single(file => file.Key == key).Path,
                TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-day).AddMinutes(-1));
        }
    }

    private async Task<TestServices> RunAsync(int exitCode, params string[] arguments)
    {
        var lwCoder = new TestServices(_folder.Path, _folder.In("home"));
        (await lwCoder.RunAsync(arguments)).Should().Be(exitCode, lwCoder.Narrated);
        return lwCoder;
    }
}
