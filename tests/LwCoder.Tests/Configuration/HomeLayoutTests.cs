using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class HomeLayoutTests
{
    private static readonly string Variable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
    private static readonly string UserHome = Path.Combine(Path.GetTempPath(), "someone");

    [Fact]
    public void The_home_is_the_one_the_environment_names()
    {
        var home = HomeLayout.From(new Dictionary<string, string> { [Variable] = UserHome + Path.DirectorySeparatorChar });

        home.UserHome.Should().Be(UserHome);
        home.ConfigFile.Should().Be(Path.Combine(UserHome, ".lw_coder", "config.toml"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("somewhere/relative")]
    public void Without_a_home_there_is_an_error(string? value)
    {
        var environment = new Dictionary<string, string>();
        if (value is not null)
        {
            environment[Variable] = value;
        }

        FluentActions.Invoking(() => HomeLayout.From(environment)).Should().Throw<UserError>()
            .Where(error => error.ExitCode == ExitCode.Environment);
    }
}
