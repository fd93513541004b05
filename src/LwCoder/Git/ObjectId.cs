using System.Buffers;

namespace LwCoder.Git;

/// <summary>The full name of a git object, 40 lower-case hex digits. Never an abbreviation.</summary>
internal static class ObjectId
{
    public const string Zero = "0000000000000000000000000000000000000000";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsValid(ReadOnlySpan<char> text) => text.Length == 40 && !text.ContainsAnyExcept(Digits);
}
