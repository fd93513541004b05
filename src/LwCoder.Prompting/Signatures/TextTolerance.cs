namespace LwCoder.Prompting.Signatures;

/// <summary>The few liberties a model may take around an answer that is otherwise exact.</summary>
internal static class TextTolerance
{
    /// <summary>The inside of a text that is one fenced block from end to end; any other text as it is.</summary>
    public static string WithoutFence(string text)
    {
        var trimmed = text.Trim();
        var firstEnd = trimmed.IndexOf('\n', StringComparison.Ordinal);
        if (!trimmed.StartsWith("```", StringComparison.Ordinal) || firstEnd < 0
            || !trimmed.EndsWith("```", StringComparison.Ordinal) || trimmed.Length - 3 <= firstEnd)
        {
            return text;
        }
        return trimmed[(firstEnd + 1)..^3].TrimEnd();
    }

    /// <summary>The start of a text on one line, for messages.</summary>
    public static string Excerpt(string text, int length)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, length), "…");
    }
}
