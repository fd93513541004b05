using LwCoder.Git;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Git;

public sealed class LineCountsTests
{
    [Fact]
    public async Task Files_are_counted_and_what_is_none_is_left_out()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("three.txt", "1\n2\n3");
        repository.Write("empty.txt", "");
        repository.Write("a folder/ü.txt", string.Concat(Enumerable.Repeat("line\n", 30_000)));
        var commit = await repository.CommitAsync("More");

        var counts = await new LineCounts(repository.Cli).AtAsync(
            await repository.FactsAsync(), commit,
            ["three.txt", "no such.txt", "a folder", "empty.txt", "", "two\nlines", "a folder/ü.txt"], default);

        counts.Should().BeEquivalentTo(
            new Dictionary<string, int> { ["three.txt"] = 3, ["empty.txt"] = 0, ["a folder/ü.txt"] = 30_000 });
    }
}
