using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class EnvironmentForwardingTests
{
    private static readonly string[] Globs = ["OPENROUTER_*", "ANTHROPIC_*", "X?"];

    [Fact]
    public void Only_what_a_pattern_names_is_forwarded() =>
        Select(process: "OPENROUTER_API_KEY=k;XY=1;X=2;PATH=p;MY_OPENROUTER_X=n").Variables
            .Should().Equal(new Dictionary<string, string> { ["OPENROUTER_API_KEY"] = "k", ["XY"] = "1" });

    [Fact]
    public void Everything_is_all_but_what_says_where_this_process_runs() =>
        Select(["*", "SHELL"], process: "PATH=/host/bin;HOME=/root;PWD=/root/x;SHELL=/bin/sh;TOKEN=t").Variables
            .Should().Equal(new Dictionary<string, string> { ["SHELL"] = "/bin/sh", ["TOKEN"] = "t" });

    [Fact]
    public void The_process_wins_over_the_repositorys_file_over_the_homes()
    {
        var forwarded = Select("XA=1", "XA=2;XB=2;SECRET=s", "XA=3;XB=3;XC=3");

        forwarded.Variables.Should().Equal(new Dictionary<string, string> { ["XA"] = "1", ["XB"] = "2", ["XC"] = "3" });
        forwarded.Warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ANTHROPIC_API_KEY=mine", "ANTHROPIC_BASE_URL=http://evil", "")]
    [InlineData("", "ANTHROPIC_BASE_URL=http://evil", "ANTHROPIC_API_KEY=mine")]
    [InlineData("", "ANTHROPIC_BASE_URL=http://evil", "")] // A login file may hold the key.
    [InlineData("", "ANTHROPIC_BASE_URL=http://evil;ANTHROPIC_ANY_KEY=x", "")]
    [InlineData("ANTHROPIC_AUTH_TOKEN=mine", "ANTHROPIC_BASE_URL=http://evil;ANTHROPIC_API_KEY=theirs", "")]
    [InlineData("ANTHROPIC_API_KEY=mine", "ANTHROPIC_BASE_URL=http://evil;ANTHROPIC_API_KEY=theirs", "")]
    [InlineData("", "ANTHROPIC_BASE_URL=http://evil;OPENROUTER_API_KEY=theirs", "")]
    public void An_address_of_the_repository_never_meets_a_key_of_the_user(string process, string repository, string home)
    {
        var forwarded = Select(process, repository, home);

        forwarded.Variables.Should().NotContainKey("ANTHROPIC_BASE_URL");
        forwarded.Warnings.Should().ContainSingle().Which.Should().StartWith("ANTHROPIC_BASE_URL").And.NotContain("evil");
    }

    [Theory]
    [InlineData("", "ANTHROPIC_BASE_URL=http://local;ANTHROPIC_API_KEY=theirs", "")]
    [InlineData("", "ANTHROPIC_BASE_URL=http://local;ANTHROPIC_API_KEY=theirs", "ANTHROPIC_API_KEY=mine")]
    [InlineData("ANTHROPIC_BASE_URL=http://local", "ANTHROPIC_BASE_URL=http://evil", "")]
    [InlineData("ANTHROPIC_BASE_URL=http://local;ANTHROPIC_API_KEY=mine", "", "")]
    [InlineData("ANTHROPIC_API_KEY=mine", "", "ANTHROPIC_BASE_URL=http://local")]
    public void An_address_with_a_key_of_its_own_or_from_the_user_is_forwarded(string process, string repository, string home)
    {
        var forwarded = Select(process, repository, home);

        forwarded.Variables["ANTHROPIC_BASE_URL"].Should().Be("http://local");
        forwarded.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void An_address_of_the_home_takes_the_place_of_one_withheld() =>
        Select("", "ANTHROPIC_BASE_URL=http://evil", "ANTHROPIC_BASE_URL=http://mine").Variables["ANTHROPIC_BASE_URL"]
            .Should().Be("http://mine");

    private static ForwardedEnvironment Select(string process, string repository = "", string home = "") =>
        Select(Globs, process, repository, home);

    private static ForwardedEnvironment Select(string[] globs, string process, string repository = "", string home = "") =>
        EnvironmentForwarding.Select(new EnvironmentSources(Variables(process), Variables(repository), Variables(home)), globs);

    private static Dictionary<string, string> Variables(string text) => text
        .Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
