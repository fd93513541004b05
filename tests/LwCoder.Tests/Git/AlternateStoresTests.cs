using LwCoder.Git;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Git;

public sealed class AlternateStoresTests
{
    [Fact]
    public async Task Stores_are_followed_through_relative_quoted_and_missing_ones_each_once()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var first = Store(repository, "first", "# comment\n../../second/objects\n");
        var second = Store(repository, "second", $"\"{repository.Folder}/t\\150ird\\n/objects\"\n{first}\n/does/not/exist\n");
        var third = Store(repository, "third\n", "");

        AlternateStores.Flatten(first).Should().Equal(first, second, third);
    }

    [Fact]
    public async Task A_quoted_path_with_a_separator_is_one_path_to_git()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        using var other = await TemporaryRepository.CreateAsync("an:odd \"name\"");
        other.Write("only here", "x");
        var commit = await other.CommitAsync("Other");

        var stores = AlternateStores.Quote(Path.Combine(other.Root, ".git", "objects"));
        var variables = new Dictionary<string, string?> { ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = stores };
        (await TemporaryRepository.RunAsync(repository.Root, variables, "cat-file", "-t", commit)).Should().Be("commit");
    }

    private static string Store(TemporaryRepository repository, string name, string alternates)
    {
        var store = Path.Combine(repository.Folder, name, "objects");
        TemporaryRepository.WriteIn(store, "info/alternates", alternates);
        return store;
    }
}
