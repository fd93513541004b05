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

    public static Evidence Of(string what, IReadOnlyCollection<SessionPart> parts, string? quote = null) => new(
        what, parts.Count, [.. parts.Select(part => part.Sequence).TakeLast(MostEvents)], quote is null ? null : Cut(quote));

    /// <summary>At most 200 characters, the last three of a shortened one being dots.</summary>
    public static string Cut(string text)
    {
        if (text.Length <= LongestQuote)
        {
            return text;
        }
        // Not through the middle of a character.
        var end = LongestQuote - 3;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "...";
    }
}
