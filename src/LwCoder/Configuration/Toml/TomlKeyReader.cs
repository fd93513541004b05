namespace LwCoder.Configuration.Toml;

/// <summary>Keys: bare, quoted, and dotted paths of either.</summary>
internal static class TomlKeyReader
{
    /// <summary>At least one part. Blanks before, between and after the parts are skipped.</summary>
    public static List<TomlKey> ReadPath(TomlCursor cursor)
    {
        var path = new List<TomlKey>(2);
        do
        {
            cursor.SkipBlanks();
            if (path.Count == TomlReader.MaximumDepth)
            {
                throw new TomlException($"a key may have {TomlReader.MaximumDepth} parts at most", cursor.Position);
            }
            path.Add(ReadPart(cursor));
            cursor.SkipBlanks();
        }
        while (cursor.TryTake('.'));
        return path;
    }

    private static TomlKey ReadPart(TomlCursor cursor)
    {
        var position = cursor.Position;
        if (cursor.Current is '"' or '\'')
        {
            return new TomlKey(TomlStringReader.ReadSingleLine(cursor), position);
        }
        var name = cursor.TakeWhile(IsBare);
        return name.IsEmpty ? throw cursor.Unexpected("a key") : new TomlKey(name.ToString(), position);
    }

    private static bool IsBare(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
