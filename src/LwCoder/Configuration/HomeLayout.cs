namespace LwCoder.Configuration;

/// <summary>Where lw_coder keeps what belongs to the user and to no repository. Nothing here is created by asking.</summary>
/// <param name="UserHome">The user's home directory, where the agents keep their own logins and settings.</param>
internal sealed record HomeLayout(string UserHome)
{
    public string Root => Path.Combine(UserHome, StateFolder.Name);

    /// <summary>The user's defaults.</summary>
    public string ConfigFile => Path.Combine(Root, StateFolder.ConfigFile);

    /// <summary>The user's secrets, which only the user may read.</summary>
    public string EnvFile => Path.Combine(Root, ".env");

    public string LogDirectory => Path.Combine(Root, "logs");

    /// <summary>Answers of language models.</summary>
    public string CacheDirectory => Path.Combine(Root, "dspy_cache");

    /// <summary>One file for each set of repository settings the user has allowed.</summary>
    public string TrustDirectory => Path.Combine(Root, "trust");

    /// <summary>What is remembered of images: the home directories they come with, and what they were built from.</summary>
    public string ImageCacheDirectory => Path.Combine(Root, "images");

    /// <exception cref="UserError">The environment names no home directory.</exception>
    public static HomeLayout From(IReadOnlyDictionary<string, string> environment)
    {
        var variable = OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME";
        return environment.TryGetValue(variable, out var home) && Path.IsPathFullyQualified(home)
            ? new HomeLayout(Path.TrimEndingDirectorySeparator(home))
            : throw new UserError(
                $"the environment variable {variable} does not name your home directory",
                $"set {variable} to an absolute path",
                ExitCode.Environment);
    }
}
