using System.Text;

namespace LwCoder.Git;

/// <summary>Where a repository's objects lie when it borrows from others (`git clone --reference`, `--shared`).</summary>
internal static class AlternateStores
{
    /// <summary>git itself stops following after so many steps.</summary>
    private const int MaximumDepth = 5;

    /// <summary>
    /// The repository's own store first, then every store it borrows from, each once. Missing ones are left out.
    /// </summary>
    public static IReadOnlyList<string> Flatten(string objectsDirectory)
    {
        var stores = new List<string>();
        Add(Path.GetFullPath(objectsDirectory), MaximumDepth, stores);
        return stores;
    }

    private static void Add(string store, int depth, List<string> stores)
    {
        if (depth < 0 || stores.Contains(store) || !Directory.Exists(store))
        {
            return;
        }
        stores.Add(store);
        var list = Path.Combine(store, "info", "alternates");
        if (!File.Exists(list))
        {
            return;
        }
        foreach (var line in File.ReadAllLines(list))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                var path = line[0] == '"' ? Unquote(line) : line;
                Add(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, store)), depth - 1, stores);
            }
        }
    }

    /// <summary>Writes a path as git's lists of object stores want it, so that `:` and quotes in it are no separators.</summary>
    public static string Quote(string path)
    {
        var escaped = path
            .Replace("\\", OperatingSystem.IsWindows() ? "/" : "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    /// <summary>Reads git's C-like quoting: `\n`, `\t`, `\\`, `\"` and bytes as three octal digits.</summary>
    private static string Unquote(string quoted)
    {
        var bytes = new List<byte>();
        var text = Encoding.UTF8.GetBytes(quoted);
        for (var i = 1; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                bytes.Add(text[i]);
                continue;
            }
            var escape = text[++i];
            if (escape is >= (byte)'0' and <= (byte)'3' && i + 2 < text.Length)
            {
                bytes.Add((byte)(((escape - '0') << 6) | ((text[i + 1] - '0') << 3) | (text[i + 2] - '0')));
                i += 2;
                continue;
            }
            bytes.Add(escape switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                _ => escape,
            });
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
