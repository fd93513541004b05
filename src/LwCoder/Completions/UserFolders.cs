using LwCoder.Configuration;

namespace LwCoder.Completions;

/// <summary>Where this user keeps what shells read, as the shells' own variables say.</summary>
/// <param name="environment">The variables of this process.</param>
internal sealed class UserFolders(HomeLayout home, IReadOnlyDictionary<string, string> environment)
{
    public string Home => home.UserHome;

    public string ScriptFile(string name) => Path.Combine(home.Root, "completion", name);

    /// <summary>XDG_CONFIG_HOME.</summary>
    public string Configuration => Variable("XDG_CONFIG_HOME") ?? Path.Combine(Home, ".config");

    /// <summary>ZDOTDIR.</summary>
    public string Zsh => Variable("ZDOTDIR") ?? Home;

    private string? Variable(string name) =>
        environment.GetValueOrDefault(name) is { } path && Path.IsPathFullyQualified(path) ? path : null;
}
