using System.Buffers;
using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// A worktree that an agent has written decides by `.gitattributes` which of the user's content filters run on its
/// files. A filter that is a script of the repository would then be the agent's program on the host. Only filters
/// known to be programs of their own stay on; the others are switched off for the call.
/// </summary>
internal static class FilterGuard
{
    private static readonly string[] Trusted = ["git-lfs ", "git lfs ", "git-crypt ", "\"git-crypt\" "];

    private static readonly SearchValues<char> ShellSyntax = SearchValues.Create(";&|`$<>(\n");

    public static IReadOnlyList<string> Settings(GitConfig config)
    {
        var settings = new List<string>();
        foreach (var driver in config.Keys.Where(IsFilterKey).Select(DriverOf).Distinct(StringComparer.Ordinal))
        {
            string[] commands = ["clean", "smudge", "process"];
            if (!commands.All(name => IsTrusted(config[$"{driver}.{name}"])))
            {
                settings.AddRange(commands.Select(name => $"{driver}.{name}="));
                settings.Add($"{driver}.required=false");
            }
        }
        return settings;
    }

    private static bool IsFilterKey(string key) =>
        key.StartsWith("filter.", StringComparison.Ordinal) && key.LastIndexOf('.') > "filter.".Length;

    private static string DriverOf(string key) => key[..key.LastIndexOf('.')];

    /// <summary>A known program and plain words after it: no second command can hide behind it.</summary>
    private static bool IsTrusted(string? command) =>
        string.IsNullOrEmpty(command)
        || (Trusted.Any(program => command.StartsWith(program, StringComparison.Ordinal))
            && command.AsSpan().IndexOfAny(ShellSyntax) < 0);
}
