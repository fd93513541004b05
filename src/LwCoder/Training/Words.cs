using System.Text.RegularExpressions;

namespace LwCoder.Training;

/// <summary>A text as lower-case words of letters and digits, for comparing texts by what they say.</summary>
internal static class Words
{
    public static IEnumerable<string> Of(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isWord = at < text.Length && char.IsLetterOrDigit(text[at]);
            if (isWord && start < 0)
            {
                start = at;
            }
            else if (!isWord && start >= 0)
            {
                yield return text[start..at].ToLowerInvariant();
                start = -1;
            }
        }
    }

    /// <summary>Whether a name stands in a text, by itself and not as a part of a longer one.</summary>
    public static bool Mention(string text, string name) =>
        Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(5));
}
