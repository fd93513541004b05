namespace LwCoder.Configuration;

/// <param name="Process">The variables of this process.</param>
/// <param name="RepositoryFile">What the repository's env_file holds; empty without one.</param>
/// <param name="HomeFile">What ~/.lw_coder/.env holds; empty without one.</param>
internal sealed record EnvironmentSources(
    IReadOnlyDictionary<string, string> Process,
    IReadOnlyDictionary<string, string> RepositoryFile,
    IReadOnlyDictionary<string, string> HomeFile)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Reads the files that the settings and the home name.</summary>
    /// <exception cref="UserError">env_file is set and missing or outside of the repository, or a file is malformed.</exception>
    public static EnvironmentSources Read(
        Settings settings, string repositoryRoot, HomeLayout home, IReadOnlyDictionary<string, string> process) =>
        new(process, ReadEnvFile(settings, repositoryRoot), EnvFile.Read(home.EnvFile) ?? None);

    private static IReadOnlyDictionary<string, string> ReadEnvFile(Settings settings, string repositoryRoot)
    {
        if (settings.Get(CodeSettings.EnvFile) is not { } relative)
        {
            return None;
        }
        var source = settings.SourceOf(CodeSettings.EnvFile).Description;
        var path = ContainedPath.Resolve(repositoryRoot, relative) ?? throw new UserError(
            $"{source}: [code] env_file {SafeText.QuoteStart(relative)} leads out of the repository",
            "name a file inside the repository, not a link to one outside",
            ExitCode.Environment);
        return EnvFile.Read(path) ?? throw new UserError(
            $"{source}: [code] env_file {SafeText.QuoteStart(relative)} does not exist",
            $"create {Path.Combine(repositoryRoot, relative)}, or remove the line",
            ExitCode.Environment);
    }
}
