using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class EnvironmentSourcesTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Without_any_file_there_is_the_process() =>
        Read().Should().BeEquivalentTo(new EnvironmentSources(_fixture.Environment, Empty, Empty));

    [Fact]
    public void Both_files_are_read()
    {
        _fixture.WriteRepository("[code]\nenv_file = 'dir/agent.env'");
        Directory.CreateDirectory(Path.Combine(_fixture.Repository, "dir"));
        File.WriteAllText(Path.Combine(_fixture.Repository, "dir", "agent.env"), "A=1");
        File.WriteAllText(_fixture.Home.EnvFile, "B=2");

        var sources = Read();

        sources.RepositoryFile.Should().Equal(new Dictionary<string, string> { ["A"] = "1" });
        sources.HomeFile.Should().Equal(new Dictionary<string, string> { ["B"] = "2" });
    }

    [Fact]
    public void An_env_file_that_is_set_must_exist()
    {
        _fixture.WriteRepository("[code]\n\nenv_file = 'agent.env'");

        var error = FluentActions.Invoking(Read).Should().Throw<UserError>().Which;

        error.Message.Should().Be($"{_fixture.RepositoryFile}:3: [code] env_file \"agent.env\" does not exist");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void An_env_file_outside_of_the_repository_is_refused()
    {
        File.WriteAllText(_fixture.Home.EnvFile, "B=2");
        File.CreateSymbolicLink(Path.Combine(_fixture.Repository, "agent.env"), _fixture.Home.EnvFile);
        _fixture.WriteRepository("[code]\nenv_file = 'agent.env'");

        FluentActions.Invoking(Read).Should().Throw<UserError>().WithMessage("*leads out of the repository*");
    }

    private static Dictionary<string, string> Empty => [];

    private EnvironmentSources Read() =>
        EnvironmentSources.Read(_fixture.Read(), _fixture.Repository, _fixture.Home, _fixture.Environment);
}
