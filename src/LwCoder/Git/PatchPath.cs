using System.Text;

namespace LwCoder.Git;

/// <summary>Paths as a patch writes them: in double quotes with C's escapes when they are unusual.</summary>
internal static class PatchPath
{
    /// <summary>
    /// The path in what follows `diff --git`: `a/path b/path`, either in quotes or not. Where the two differ, lines of their
    /// own name them, so only the equal case counts here.
    /// </summary>
    public static string OfHeader(string paths)
    {
        if (paths.EndsWith('"'))
        {
            var start = paths.StartsWith('"') ? EndOfQuoted(paths) + 1 : paths.IndexOf(" \"", StringComparison.Ordinal);
            return WithoutSide(Unquote(paths[Math.Min(start + 1, paths.Length)..]));
        }
        // Twice the same length, with a blank in the middle.
        return WithoutSide(paths[Math.Min((paths.Length / 2) + 1, paths.Length)..]);
    }

    public static string Unquote(string path)
    {
        if (path is not ['"', .., '"'])
        {
            return path;
        }
        var bytes = new List<byte>();
        for (var at = 1; at < path.Length - 1; at++)
        {
            if (path[at] != '\\')
            {
                var length = char.IsHighSurrogate(path[at]) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(path.Substring(at, length)));
                at += length - 1;
            }
            else if (path[++at] is >= '0' and <= '3' && at + 2 < path.Length - 1)
            {
                bytes.Add((byte)(((path[at] - '0') << 6) | ((path[at + 1] - '0') << 3) | (path[at + 2] - '0')));
                at += 2;
            }
            else
            {
                bytes.Add(Escaped(path[at]));
            }
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static byte Escaped(char letter) => letter switch
    {
        'a' => 7,
        'b' => 8,
        't' => 9,
        'n' => 10,
        'v' => 11,
        'f' => 12,
        'r' => 13,
        _ => (byte)letter,
    };

    /// <summary>Where the quoted text that begins at 0 ends.</summary>
    private static int EndOfQuoted(string text)
    {
        var at = 1;
        while (at < text.Length && text[at] != '"')
        {
            at += text[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private static string WithoutSide(string path) => path.Length > 2 && path[1] == '/' ? path[2..] : path;
}
