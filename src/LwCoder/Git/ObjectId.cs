namespace LwCoder.Git;

/// <summary>The full name of a git object, 40 lower-case hex digits. Abbreviated only for people.</summary>
internal static class ObjectId
{
    public const string Zero = "0000000000000000000000000000000000000000";

    /// <summary>Long enough to stay unique, for messages and for names of ours.</summary>
    public static string Short(string sha) => sha[..Math.Min(12, sha.Length)];

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigitLower(character))
            {
                return false;
            }
        }
        return text.Length == 40;
    }
}
