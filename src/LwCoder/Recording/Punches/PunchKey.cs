using System.Text;

namespace LwCoder.Recording.Punches;

/// <summary>What a tool is called in punches, and so in cards.</summary>
internal static class PunchKey
{
    /// <summary>Tools whose names differ by server and version, and what cards call them.</summary>
    private static readonly (string Letters, string Key)[] Known =
    [
        ("codebaseretrieval", "codebase___retrieval"), ("processthought", "process_thought"),
        ("generatesummary", "generate_summary"), ("exportsession", "export_session"),
    ];

    /// <summary>`readFile` and `ReadFile` are `read_file`.</summary>
    public static string OfTool(string name)
    {
        var key = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var isStart = char.IsUpper(name[i]) && i > 0
                && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (isStart && key[^1] != '_')
            {
                key.Append('_');
            }
            key.Append(name[i] is '-' or ' ' ? '_' : char.ToLowerInvariant(name[i]));
        }
        return key.Length == 0 ? "unknown_tool" : key.ToString();
    }

    /// <param name="name">Without its server.</param>
    public static string OfServed(string name)
    {
        var letters = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return Array.Find(Known, known => letters.Contains(known.Letters, StringComparison.Ordinal)).Key ?? OfTool(name);
    }
}
