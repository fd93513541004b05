using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class ContainedPathTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("a.env", "a.env")]
    [InlineData("sub/../a.env", "a.env")]
    [InlineData("./.lw_coder/x", ".lw_coder/x")]
    [InlineData("inner/file", ".lw_coder/file")]
    public void A_path_inside_is_resolved(string path, string expected)
    {
        Directory.CreateSymbolicLink(Path.Combine(_fixture.Repository, "inner"), ".lw_coder");

        ContainedPath.Resolve(_fixture.Repository, path).Should().Be(Path.Combine(_fixture.Repository, expected));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../repository-other/x")]
    [InlineData("/etc/passwd")]
    [InlineData("outer/x")]
    [InlineData("outer/../x")]
    [InlineData("chain/x")]
    [InlineData("circle/x")]
    [InlineData(".")]
    public void A_path_that_leads_out_or_nowhere_is_refused(string path)
    {
        Directory.CreateSymbolicLink(Path.Combine(_fixture.Repository, "outer"), _fixture.Home.Root);
        Directory.CreateSymbolicLink(Path.Combine(_fixture.Repository, "chain"), "outer");
        Directory.CreateSymbolicLink(Path.Combine(_fixture.Repository, "circle"), "circle");

        ContainedPath.Resolve(_fixture.Repository, path).Should().BeNull();
    }

    [Fact]
    public void A_repository_that_is_reached_by_a_link_is_no_way_out()
    {
        var link = Path.Combine(_fixture.Outside, "link");
        Directory.CreateSymbolicLink(link, _fixture.Repository);

        ContainedPath.Resolve(link, "a.env").Should().Be(Path.Combine(_fixture.Repository, "a.env"));
    }
}
