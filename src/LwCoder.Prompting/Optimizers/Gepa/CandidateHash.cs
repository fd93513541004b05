using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>GEPA's name for a set of texts: SHA-256 of a JSON list of names and texts, ordered, all but ASCII escaped.</summary>
internal static class CandidateHash
{
    public static string Of(Candidate candidate)
    {
        var pairs = candidate.Components.OrderBy(part => part.Name, StringComparer.Ordinal)
            .Select(part => $"[{Quote(part.Name)}, {Quote(part.Text)}]");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"[{string.Join(", ", pairs)}]")));
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                < ' ' or > '~' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }
        return quoted.Append('"').ToString();
    }
}
