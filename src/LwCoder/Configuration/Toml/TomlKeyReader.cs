using System.Buffers;

namespace LwCoder.Configuration.Toml;

/// <summary>Keys: bare, quoted, and dotted paths of either.</summary>
internal static class TomlKeyReader
{
    private static readonly SearchValues<char> Bare =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

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
        var name = cursor.TakeWhile(Bare);
        return name.IsEmpty ? throw cursor.Unexpected("a key") : new TomlKey(name.ToString(), position);
    }
}
