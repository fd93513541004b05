using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.MySql;

/// <summary>The words of a statement that stand outside of texts, quoted names and comments.</summary>
internal static class SqlWords
{
    /// <exception cref="UserError">It has a comment that servers run, or a text without an end.</exception>
    public static List<string> Of(string sql)
    {
        var words = new List<string>();
        var at = 0;
        while (at < sql.Length)
        {
            at = sql[at] switch
            {
                '\'' or '"' => AfterText(sql, at),
                '`' => AfterName(sql, at, words),
                '/' when Follows(sql, at, "/*") => AfterComment(sql, at),
                '#' => AfterLine(sql, at),
                '-' when Follows(sql, at, "--") => AfterLine(sql, at),
                var letter when IsWord(letter) => AfterWord(sql, at, words),
                _ => at + 1,
            };
        }
        return words;
    }

    private static int AfterWord(string sql, int at, List<string> words)
    {
        var end = at;
        while (end < sql.Length && IsWord(sql[end]))
        {
            end++;
        }
        words.Add(sql[at..end]);
        return end;
    }

    private static int AfterText(string sql, int at)
    {
        for (var end = at + 1; end < sql.Length; end++)
        {
            if (sql[end] == '\\')
            {
                end++;
            }
            else if (sql[end] == sql[at])
            {
                // Doubled, it stands for itself; what follows is then read as another text, which ends in the same place.
                return end + 1;
            }
        }
        throw ReadOnlyError.Of("one with a text that does not end");
    }

    /// <summary>A function may be called by its quoted name too.</summary>
    private static int AfterName(string sql, int at, List<string> words)
    {
        var end = sql.IndexOf('`', at + 1);
        if (end < 0)
        {
            throw ReadOnlyError.Of("one with a name that does not end");
        }
        words.Add(sql[(at + 1)..end]);
        return end + 1;
    }

    private static int AfterComment(string sql, int at)
    {
        if (Follows(sql, at, "/*!") || Follows(sql, at, "/*M!"))
        {
            throw ReadOnlyError.Of("one with a comment that servers run");
        }
        var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + 2;
    }

    private static int AfterLine(string sql, int at)
    {
        var end = sql.IndexOf('\n', at);
        return end < 0 ? sql.Length : end + 1;
    }

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '$' or '@';

    private static bool Follows(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;
}
