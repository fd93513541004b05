using LwCoder.Configuration;
using LwCoder.Git;

namespace LwCoder.Commands.Doctor;

/// <summary>Where we are and what is set up. What could not be read is null, and said in <see cref="Findings"/>.</summary>
internal sealed record DoctorScene(
    HomeLayout Home,
    IReadOnlyDictionary<string, string> Environment,
    RepositoryFacts? Repository,
    Settings? Settings,
    EnvironmentSources? Sources,
    bool Offline,
    IReadOnlyList<(string Check, Finding Finding)> Findings)
{
    /// <summary>The tool a run would use; null when the settings cannot be read.</summary>
    public string? Tool => Settings?.Get(CodeSettings.Tool);

    /// <summary>True when a run would use Docker, as far as is known.</summary>
    public bool UsesDocker => Settings?.Get(CodeSettings.Sandbox) != "host";
}

/// <summary>Reads the scene as `code` would, except that it goes on after an error.</summary>
internal sealed class DoctorSceneReader(
    Func<CancellationToken, Task<RepositoryFacts?>> repositoryHere,
    HomeLayout home,
    IReadOnlyDictionary<string, string> environment)
{
    private const string Setup = "setup";

    public async Task<DoctorScene> ReadAsync(bool offline, CancellationToken cancel)
    {
        var findings = new List<(string, Finding)>();
        var repository = await TryAsync("git", findings, () => repositoryHere(cancel));
        if (repository is null && findings.Count == 0)
        {
            findings.Add(("git", Finding.Note("not in a repository, so only this machine is checked", "go to your project")));
        }
        var settings = Try(findings, () => new SettingsReader(home, environment).Read(repository?.Root));
        var sources = settings is null
            ? null
            : Try(findings, () => EnvironmentSources.Read(settings, repository?.Root ?? home.Root, home, environment));
        return new DoctorScene(home, environment, repository, settings, sources, offline, findings);
    }

    private static T? Try<T>(List<(string, Finding)> findings, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (UserError error)
        {
            findings.Add((Setup, Finding.Of(error)));
            return null;
        }
    }

    private static async Task<T?> TryAsync<T>(string check, List<(string, Finding)> findings, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (UserError error)
        {
            findings.Add((check, Finding.Of(error)));
            return null;
        }
    }
}
