using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

/// <summary>A home and a repository in a temporary folder, removed afterwards.</summary>
public sealed class SettingsFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lw_coder settings ").FullName;

    public SettingsFixture()
    {
        Directory.CreateDirectory(Path.Combine(Repository, ".lw_coder"));
        Directory.CreateDirectory(Home.Root);
    }

    public string Repository => Path.Combine(_folder, "repository");

    public string Outside => _folder;

    internal HomeLayout Home => new(Path.Combine(_folder, "home"));

    internal Dictionary<string, string> Environment { get; } = [];

    internal string RepositoryFile => SettingsReader.RepositoryFile(Repository);

    internal void WriteRepository(string toml) => File.WriteAllText(RepositoryFile, toml);

    internal void WriteHome(string toml) => File.WriteAllText(Home.ConfigFile, toml);

    internal Settings Read(params (Setting Setting, string? Text)[] flags) =>
        new SettingsReader(Home, Environment).Read(Repository, flags);

    internal UserError ErrorOfRepository(string toml)
    {
        WriteRepository(toml);
        return Error();
    }

    internal UserError Error(params (Setting Setting, string? Text)[] flags) =>
        FluentActions.Invoking(() => Read(flags)).Should().Throw<UserError>().Which;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
