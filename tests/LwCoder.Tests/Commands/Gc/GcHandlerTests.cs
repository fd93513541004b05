using System.Text.Json;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Gc;

public sealed class GcHandlerTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_dry_run_shows_sizes_and_changes_nothing()
    {
        using var repository = await PreparedAsync();

        var shown = await RunAsync(repository, "gc", "--dry-run", "--json");
        using var answer = JsonDocument.Parse(shown);

        answer.RootElement.GetProperty("dry_run").GetBoolean().Should().BeTrue();
        var item = answer.RootElement.GetProperty("items").EnumerateArray().Should().ContainSingle().Subject;
        item.GetProperty("kind").GetString().Should().Be("rescue refs");
        item.GetProperty("removed").GetBoolean().Should().BeFalse();
        answer.RootElement.GetProperty("stays").EnumerateArray()
            .Should().Contain(holding => holding.GetProperty("name").GetString() == "worktree my-plan"
                && holding.GetProperty("bytes").GetInt64() >= 1000);
        (await repository.GitAsync("for-each-ref", "refs/lw_coder")).Should().NotBeEmpty();
    }

    [Fact]
    public async Task It_removes_what_nobody_needs_and_no_worktree()
    {
        using var repository = await PreparedAsync();

        var shown = await RunAsync(repository, "gc");

        shown.Should().Contain("removed\trescue refs");
        (await repository.GitAsync("for-each-ref", "refs/lw_coder")).Should().BeEmpty();
        File.Exists(Path.Combine(repository.Root, ".lw_coder", "worktrees", "my-plan", "work.txt")).Should().BeTrue();
    }

    [Fact]
    public async Task An_age_it_does_not_understand_is_a_usage_error()
    {
        using var services = new TestServices(_home.Path, _home.Path);

        (await services.RunAsync("gc", "--older-than", "soon")).Should().Be((int)ExitCode.Usage);

        services.Narrated.Should().Contain("soon").And.Contain("30d");
    }

    [Fact]
    public async Task Outside_of_a_repository_it_looks_after_the_machine()
    {
        using var services = new TestServices(_home.Path, _home.Path);

        (await services.RunAsync("gc", "--dry-run")).Should().Be(0);

        services.Narrated.Should().Contain("not in a repository");
    }

    private static async Task<TemporaryRepository> PreparedAsync()
    {
        var repository = await TemporaryRepository.CreateAsync();
        var worktree = Path.Combine(repository.Root, ".lw_coder", "worktrees", "my-plan");
        await repository.GitAsync("worktree", "add", "-q", "-b", "my-plan", worktree);
        TemporaryRepository.WriteIn(worktree, "work.txt", new string('x', 1000));
        await repository.GitAsync("update-ref", "refs/lw_coder/rescue/my-plan", "HEAD");
        return repository;
    }

    private async Task<string> RunAsync(TemporaryRepository repository, params string[] arguments)
    {
        using var services = new TestServices(repository.Root, _home.Path);
        (await services.RunAsync(arguments)).Should().Be(0, services.Narrated);
        return services.Printed;
    }
}
