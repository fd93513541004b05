using LwCoder.Configuration;
using LwCoder.Models;

namespace LwCoder.Tests.Models;

public sealed class CacheDirectoryTests
{
    private static readonly string Drive = Path.GetPathRoot(Path.GetFullPath("."))!;
    private static readonly HomeLayout Home = new(At("home/ada"));

    [Theory]
    [InlineData("work/project")]
    [InlineData("work/project/.lw_coder/worktrees")]
    [InlineData("work/project/.lw_coder/worktrees/")]
    [InlineData("work/project/.lw_coder/runs/a")]
    [InlineData("work/x.lw_coder/worktrees/a")]
    [InlineData(".lw_coder/worktrees/../tasks")]
    public void Elsewhere_it_is_the_users(string folder)
    {
        CacheDirectory.Find(Variables(), At(folder), Home).Should().Be(At("home/ada/.lw_coder/dspy_cache"));
    }

    [Theory]
    [InlineData("work/project/.lw_coder/worktrees/a")]
    [InlineData("work/project/.lw_coder/worktrees/a/")]
    [InlineData("work/project/.lw_coder/worktrees/a/src/deep/.lw_coder")]
    public void Inside_a_worktree_it_is_the_worktrees_own(string folder)
    {
        CacheDirectory.Find(Variables(), At(folder), Home)
            .Should().Be(At("work/project/.lw_coder/worktrees/a/.lw_coder/dspy_cache"));
    }

    [Fact]
    public void The_innermost_worktree_counts()
    {
        CacheDirectory.Find(Variables(), At(".lw_coder/worktrees/a/.lw_coder/worktrees/b/src"), Home)
            .Should().Be(At(".lw_coder/worktrees/a/.lw_coder/worktrees/b/.lw_coder/dspy_cache"));
        CacheDirectory.Find(Variables(), At(".lw_coder/worktrees/a/.lw_coder/worktrees"), Home)
            .Should().Be(At(".lw_coder/worktrees/a/.lw_coder/dspy_cache"));
    }

    [Fact]
    public void The_environment_is_heard_first()
    {
        CacheDirectory.Find(Variables("elsewhere/"), At("p/.lw_coder/worktrees/a"), Home)
            .Should().Be(At("p/.lw_coder/worktrees/a/elsewhere"));
        CacheDirectory.Find(Variables(At("elsewhere")), At("p"), Home).Should().Be(At("elsewhere"));
        CacheDirectory.Find(Variables(""), At("p"), Home).Should().Be(Home.CacheDirectory);
    }

    [Fact]
    public void A_cache_an_agent_writes_is_never_the_trusted_one()
    {
        var worktree = At("p/.lw_coder/worktrees/a");

        CacheDirectory.Trusted(Variables(), worktree, Home).Should().Be(Home.CacheDirectory);
        CacheDirectory.Trusted(Variables(".lw_coder/dspy_cache"), worktree, Home).Should().Be(Home.CacheDirectory);
        CacheDirectory.Trusted(Variables(At("mine")), worktree, Home).Should().Be(At("mine"));
    }

    private static Dictionary<string, string> Variables(string? cache = null) =>
        cache is null ? [] : new() { [WorktreeCache.Variable] = cache };

    private static string At(string path) => Path.Combine(Drive, path.Replace('/', Path.DirectorySeparatorChar));
}
