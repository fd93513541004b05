namespace LwCoder.Prompting.Adapters;

/// <summary>Finds JSON objects in prose, by counting braces outside of strings.</summary>
internal static class JsonScan
{
    /// <summary>Prose with more stray braces than this is no answer, and scanning it must not become quadratic.</summary>
    private const int MaxStrays = 32;

    /// <summary>Outermost balanced <c>{…}</c> spans, first to last. Whether they are JSON is the caller's to find out.</summary>
    public static IEnumerable<string> Objects(string text)
    {
        var strays = 0;
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0 && strays < MaxStrays;)
        {
            var end = EndOf(text, start);
            if (end > 0)
            {
                yield return text[start..end];
            }
            else
            {
                strays++;
                end = start + 1;
            }
            start = text.IndexOf('{', end);
        }
    }

    /// <summary>The index after the brace that closes the one at <paramref name="start"/>; 0 if none does.</summary>
    private static int EndOf(string text, int start)
    {
        var (depth, inString) = (0, false);
        for (var index = start; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\\' when inString:
                    index++;
                    break;
                case '"':
                    inString = !inString;
                    break;
                case '{' when !inString:
                    depth++;
                    break;
                case '}' when !inString && --depth == 0:
                    return index + 1;
            }
        }
        return 0;
    }
}
