using System.Text;
using LwCoder.Configuration;
using LwCoder.Sessions;

namespace LwCoder.Training.Replays;

/// <summary>
/// What replays on other machines find in `~/.lw_coder`: the user's settings, and keys that may be in variables here.
/// </summary>
internal static class SwarmHome
{
    private const string Unix = "unix://";

    public static IReadOnlyDictionary<string, byte[]> Of(
        HomeLayout home, IReadOnlyDictionary<string, string> environment, SessionContext context)
    {
        var variables = new Dictionary<string, string>(
            EnvFile.Read(home.EnvFile) ?? new Dictionary<string, string>(), EnvironmentVariables.Comparer);
        var key = context.Settings.Get(ModelSettings.ApiKeyVariable)
            ?? $"{context.Settings.Get(ModelSettings.Provider).ToUpperInvariant()}_API_KEY";
        // What agents get, and what models are asked with.
        foreach (var (name, value) in context.Environment.Concat(environment.Where(variable => variable.Key == key)))
        {
            variables[name] = value;
        }
        var files = new Dictionary<string, byte[]> { [".env"] = Encoding.UTF8.GetBytes(Format(variables)) };
        if (BoundedFile.Read(home.ConfigFile) is { } config)
        {
            files["config.toml"] = config;
        }
        return files;
    }

    /// <summary>The socket of this machine's engine, which is where other nodes have theirs.</summary>
    public static string SocketOf(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault("DOCKER_HOST") is { } host && host.StartsWith(Unix, StringComparison.Ordinal)
            ? host[Unix.Length..] : "/var/run/docker.sock";

    /// <summary>As an env file has them.</summary>
    internal static string Format(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var text = new StringBuilder("# written by lw_coder\n");
        foreach (var (name, value) in variables)
        {
            var quoted = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
            text.Append(name).Append("=\"").Append(quoted).Append("\"\n");
        }
        return text.ToString();
    }
}
