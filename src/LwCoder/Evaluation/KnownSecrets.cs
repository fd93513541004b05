using System.Text.RegularExpressions;
using LwCoder.Configuration;
using LwCoder.Sessions;

namespace LwCoder.Evaluation;

/// <summary>The secrets a user has on this machine, which no evidence may quote.</summary>
internal static partial class KnownSecrets
{
    /// <summary>All that the env files hold, and what of the environment is named like a secret.</summary>
    public static IEnumerable<Secret> Of(EnvironmentSources sources) => Secret.FromEnvironment(
        sources.HomeFile.Concat(sources.RepositoryFile).Concat(sources.Process.Where(pair => SecretName().IsMatch(pair.Key))));

    [GeneratedRegex("(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
