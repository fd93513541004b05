namespace LwCoder.Configuration;

/// <summary>Chooses the variables an agent gets. A pure function of what was read.</summary>
internal static class EnvironmentForwarding
{
    /// <summary>
    /// What says where and as whom this process runs. It is wrong where the agent runs, and no secret, so only its own
    /// name asks for it; `*` does not.
    /// </summary>
    private static readonly HashSet<string> OfThisPlace = new(EnvironmentVariables.Comparer)
    {
        "PATH", "HOME", "USERPROFILE", "PWD", "OLDPWD", "SHLVL", "_", "SHELL", "TERM", "USER", "LOGNAME", "USERNAME", "HOSTNAME",
        "TMPDIR", "TEMP", "TMP", "LANG",
    };

    /// <summary>
    /// The variables whose names match, from the first of the sources that has them: the process, the repository's
    /// env_file, the user's own .env.
    /// </summary>
    /// <remarks>
    /// A repository must not send a user's key to an address of its choosing. An address from its env_file counts only
    /// when the vendor's key comes from that file too, and no key of that vendor from anywhere else. The vendor is the
    /// part of a name before the first `_`.
    /// </remarks>
    public static ForwardedEnvironment Select(EnvironmentSources sources, IReadOnlyList<string> globs)
    {
        var process = Matching(sources.Process, globs);
        var repository = Matching(sources.RepositoryFile, globs);
        var home = Matching(sources.HomeFile, globs);

        var userVendors = process.Keys.Concat(home.Keys.Where(name => !repository.ContainsKey(name)))
            .Where(IsKey)
            .Select(VendorOf)
            .ToHashSet(EnvironmentVariables.Comparer);
        var withheld = repository.Keys
            .Where(name => IsAddress(name) && !process.ContainsKey(name))
            .Where(name => userVendors.Contains(VendorOf(name)) || !HasKeyFor(VendorOf(name), repository))
            .ToList();

        withheld.ForEach(name => repository.Remove(name));
        var variables = new Dictionary<string, string>(process, EnvironmentVariables.Comparer);
        foreach (var source in (Dictionary<string, string>[])[repository, home])
        {
            foreach (var (name, value) in source)
            {
                variables.TryAdd(name, value);
            }
        }
        return new ForwardedEnvironment(variables, [.. withheld.Order(StringComparer.Ordinal).Select(Withheld)]);
    }

    private static Dictionary<string, string> Matching(IReadOnlyDictionary<string, string> source, IReadOnlyList<string> globs) =>
        source.Keys
            .Where(name => globs.Any(glob => EnvironmentVariables.Matches(glob, name)
                && (glob == name || !OfThisPlace.Contains(name))))
            .ToDictionary(name => name, name => source[name], EnvironmentVariables.Comparer);

    /// <summary>An empty key is none: with it, the agent would send the address the user's login.</summary>
    private static bool HasKeyFor(string vendor, Dictionary<string, string> variables) =>
        !string.IsNullOrWhiteSpace(variables.GetValueOrDefault($"{vendor}_API_KEY"))
        || !string.IsNullOrWhiteSpace(variables.GetValueOrDefault($"{vendor}_AUTH_TOKEN"));

    private static string VendorOf(string name) => name.Split('_', 2)[0];

    private static bool IsKey(string name) =>
        name.EndsWith("KEY", StringComparison.OrdinalIgnoreCase) || name.EndsWith("TOKEN", StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string name) => ((string[])["URL", "API_BASE", "ENDPOINT", "HOST", "PROXY"])
        .Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Why an address is not used, for the user.</summary>
    public static string Withheld(string name) =>
        $"{name} of the repository's env_file is not used: {VendorOf(name)}_API_KEY has to come from that file, and only from it";
}

/// <param name="Warnings">What was withheld and why; no values.</param>
internal sealed record ForwardedEnvironment(IReadOnlyDictionary<string, string> Variables, IReadOnlyList<string> Warnings);
