using System.Text;
using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// The configuration of a private git directory: a fixed part, and those of the host's keys that decide what files look
/// like.
/// </summary>
internal static class PrivateGitConfig
{
    /// <summary>None of them names a program. Filters, hooks, signing and credentials are left out on purpose.</summary>
    private static readonly string[] Copied =
    [
        "core.autocrlf", "core.eol", "core.filemode", "core.ignorecase", "core.precomposeunicode", "core.protecthfs",
        "core.protectntfs", "core.safecrlf", "core.sparsecheckout", "core.sparsecheckoutcone", "core.symlinks",
        "core.whitespace", "i18n.commitencoding", "i18n.logoutputencoding", "user.email", "user.name",
    ];

    private const string SubmodulePrefix = "submodule.";
    private const string UrlSuffix = ".url";

    /// <param name="host">The configuration in force on the host.</param>
    /// <param name="isBare">True where linked worktrees are used: the directory's own HEAD then blocks no branch.</param>
    public static string Compose(GitConfig host, bool isBare = true)
    {
        var text = new StringBuilder($"""
            [core]
            	repositoryformatversion = 0
            	bare = {(isBare ? "true" : "false")}
            	logallrefupdates = true
            [gc]
            	auto = 0
            [maintenance]
            	auto = false

            """.Replace("\r\n", "\n", StringComparison.Ordinal));
        foreach (var key in Copied)
        {
            if ((host[key] ?? Fallback(key)) is { } value)
            {
                var dot = key.IndexOf('.', StringComparison.Ordinal);
                text.Append($"[{key[..dot]}]\n\t{key[(dot + 1)..]} = {Quote(value)}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>
    /// The submodules that the host has set up, for `git submodule status` to say the same inside. Their addresses stay
    /// outside: they may hold passwords.
    /// </summary>
    public static string ActiveSubmodules(GitConfig host) => string.Concat(host.Keys
        .Where(key => key.StartsWith(SubmodulePrefix, StringComparison.Ordinal)
            && key.EndsWith(UrlSuffix, StringComparison.Ordinal)
            && key.Length > SubmodulePrefix.Length + UrlSuffix.Length)
        .Select(key => $"[submodule {Quote(key[SubmodulePrefix.Length..^UrlSuffix.Length])}]\n\tactive = true\n"));

    /// <summary>Without an identity nothing can be committed inside.</summary>
    private static string? Fallback(string key) => key switch
    {
        "user.name" => "lw_coder",
        "user.email" => "lw_coder@localhost",
        _ => null,
    };

    private static string Quote(string value)
    {
        var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
