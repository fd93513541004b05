namespace LwCoder.Agents.Kilo;

/// <summary>Takes what a person has said out of what Kilo Code sends in the person's name.</summary>
internal static class KiloWords
{
    private static readonly string[] Around = ["task", "user_message", "feedback", "answer"];

    /// <summary>What Kilo says itself when the model forgot to call a tool, resumed or made mistakes.</summary>
    private static readonly string[] Automatic =
        ["[ERROR]", "[TASK RESUMPTION]", "[NOTE]", "Note: the previous attempt", "Tool ["];

    /// <returns>Null when nobody has said anything.</returns>
    public static string? OfUser(string text)
    {
        foreach (var tag in Around)
        {
            var start = text.IndexOf($"<{tag}>", StringComparison.Ordinal);
            if (start >= 0)
            {
                start += tag.Length + "<>".Length;
                var end = text.LastIndexOf($"</{tag}>", StringComparison.Ordinal);
                return Known(text[start..(end > start ? end : text.Length)]);
            }
        }
        var plain = text.AsSpan().TrimStart();
        foreach (var start in Automatic)
        {
            if (plain.StartsWith(start, StringComparison.Ordinal))
            {
                return null;
            }
        }
        return Known(text);
    }

    private static string? Known(string text) => text.Trim() is { Length: > 0 } words ? words : null;
}
