using System.Collections;

namespace LwCoder.Configuration;

/// <summary>Environment variables as data. Everything in this room is handed them and asks the process for none.</summary>
internal static class EnvironmentVariables
{
    private static readonly bool IgnoresCase = OperatingSystem.IsWindows();

    /// <summary>How this system compares names.</summary>
    public static StringComparer Comparer => IgnoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>A copy of this process's variables, for whoever composes the program.</summary>
    public static IReadOnlyDictionary<string, string> OfThisProcess()
    {
        var variables = new Dictionary<string, string>(Comparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }
        return variables;
    }

    /// <summary>True when the name matches a pattern of `*` and `?`.</summary>
    public static bool Matches(string glob, string name) =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(glob, name, IgnoresCase);
}
