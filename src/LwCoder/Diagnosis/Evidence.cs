namespace LwCoder.Diagnosis;

/// <summary>What shows that a diagnosis is right: where in the record to look.</summary>
/// <param name="What">In a few words of ours.</param>
/// <param name="Count">How often.</param>
/// <param name="Events">The events by their sequence numbers, the last ones if there are many.</param>
/// <param name="Quote">What one of them says, shortened; somebody else's words.</param>
internal sealed record Evidence(string What, int Count, IReadOnlyList<long> Events, string? Quote = null)
{
    private const int MostEvents = 20;
    private const int LongestQuote = 200;

    /// <param name="quote">Without it, the last of the calls.</param>
    public static Evidence Of(string what, IReadOnlyList<SessionPart> parts, string? quote = null) => new(
        what, parts.Count, [.. parts.Select(part => part.Sequence).TakeLast(MostEvents)],
        (quote ?? (parts is [.., var last] ? last.Call : null)) is { } words ? Cut(words) : null);

    /// <summary>At most so many characters, the last three of a shortened one being dots.</summary>
    public static string Cut(string text, int length = LongestQuote)
    {
        if (text.Length <= length)
        {
            return text;
        }
        // Not through the middle of a character.
        var end = length - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }
}
