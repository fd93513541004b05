namespace LwCoder.Sandboxes;

/// <summary>
/// The environment of an agent on the host: what programs need to find their way, and nothing else of ours. What an
/// agent shall know beyond that is named in the request.
/// </summary>
internal static class HostEnvironment
{
    private static readonly HashSet<string> Kept = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
    {
        "PATH", "TERM", "COLORTERM", "LANG", "TZ", "SHELL", "USER", "LOGNAME", "NO_COLOR",
        // A machine behind a proxy or with an authority of its own reaches no model without these.
        "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO",
        // Windows programs do not start without these.
        "SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "ProgramData", "ProgramFiles", "ProgramFiles(x86)",
        "CommonProgramFiles", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "OS", "TEMP", "TMP", "USERNAME",
    };

    /// <param name="ours">The variables of this process.</param>
    /// <param name="ourTmp">False where the agent has a `/tmp` of its own, in which our TMPDIR does not exist.</param>
    public static Dictionary<string, string?> For(
        IReadOnlyDictionary<string, string> ours, string home, bool ourTmp, params IReadOnlyDictionary<string, string>[] more)
    {
        var environment = new Dictionary<string, string?>(Kept.Comparer);
        foreach (var (name, value) in ours)
        {
            if (Kept.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal) || (ourTmp && name == "TMPDIR"))
            {
                environment[name] = value;
            }
        }
        foreach (var (name, value) in more.SelectMany(variables => variables))
        {
            environment[name] = value;
        }
        foreach (var name in OperatingSystem.IsWindows() ? new[] { "HOME", "USERPROFILE" } : ["HOME"])
        {
            environment[name] = home;
        }
        return environment;
    }
}
