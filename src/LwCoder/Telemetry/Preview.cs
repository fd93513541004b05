namespace LwCoder.Telemetry;

/// <summary>
/// How much of a text the store keeps: enough to recognise it. The whole is in the run or the agent's own files.
/// </summary>
internal static class Preview
{
    public const int Message = 512;

    public const int Arguments = 1024;

    public const int Error = 1024;

    public const int Outcome = 200;

    public const int Payload = 64 * 1024;

    /// <summary>A secret that the cut would split must be seen whole to be found.</summary>
    private const int LongestSecret = 1024;

    public static string? Of(string? text, int length, Func<string, string> redact)
    {
        if (text is null)
        {
            return null;
        }
        var redacted = redact(Cut(text, length + LongestSecret));
        return Cut(redacted, length);
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }
        // Half a surrogate pair is no character.
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
