using System.Text;
using System.Text.Json.Nodes;
using LwCoder.Recording.Import;

namespace LwCoder.Tests.Recording.Import;

/// <summary>A way in which the file of a session is not as it should be.</summary>
/// <param name="Make">The damaged file from the good one's bytes and kind.</param>
/// <param name="Says">What the importer says of it; null for what it does not mind.</param>
/// <param name="Messages">How many of the three messages are still told; null where that depends on the format.</param>
internal sealed record FileDamage(
    string Name, Func<byte[], byte[]> Make, Func<SessionFileKind, ImportTrouble?> Says, int? Messages = null)
{
    public FileDamage(string name, Func<byte[], byte[]> make, ImportTrouble? trouble, int? messages = null)
        : this(name, make, _ => trouble, messages)
    {
    }

    private const ImportTrouble Damaged = ImportTrouble.Damaged, Unreadable = ImportTrouble.Unreadable,
        Empty = ImportTrouble.Empty;

    private static ImportTrouble? Nothing => null;

    public static IReadOnlyList<FileDamage> All { get; } =
    [
        new("nothing", _ => [], kind => kind.Name == "runs" ? Nothing : Unreadable, 0),
        Text("blanks", "  \n\t\n", Unreadable),
        Text("zeroes", new string('\0', 4096), Unreadable),
        Text("words", "This is no JSON.\nNor is this.", Unreadable),
        Text("html", "<html><body>502 Bad Gateway</body></html>", Unreadable),
        Text("a number", "42", Unreadable),
        Text("null", "null", Unreadable),
        Text("true", "true", Unreadable),
        Text("a text", "\"session\"", Unreadable),
        Text("one opening brace", "{", Unreadable),
        Text("one opening bracket", "[", Unreadable),
        Text("only closing brackets", "]]}}", Unreadable),
        new("an empty object", _ => Encoding.UTF8.GetBytes("{}"), kind => kind.IsLines ? Empty : Unreadable, 0),
        new("an empty list", _ => Encoding.UTF8.GetBytes("[]"), kind => kind.IsLines ? Unreadable : Empty, 0),
        new("bytes of a picture", _ =>
            [0x89, 0x50, 0x4e, 0x47, 0xd, 0xa, 0x1a, 0xa, .. Enumerable.Range(0, 999).Select(n => (byte)(n * 31))], Unreadable),
        new("UTF-16", good => Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(good)))
            .ToArray(), Unreadable),
        new("a byte order mark", good => [0xef, 0xbb, 0xbf, .. good], Nothing, 3),
        new("lines that end with CRLF", good => Replaced(good, "\n", "\r\n"), Nothing, 3),
        new("an end without a line end", good => good[..(good.AsSpan().TrimEnd("\r\n"u8).Length)], Nothing, 3),
        new("many line ends behind", good => [.. good, .. "\n\n\r\n \n"u8], Nothing, 3),
        new("all of it twice", good => [.. good, (byte)'\n', .. good], Nothing),
        new("a cut within a character of four bytes", good => good[..(good.AsSpan().IndexOf("🙂"u8) + 2)], Unreadable, 0),
        new("a cut within a character of two bytes", good => good[..(good.AsSpan().IndexOf("ö"u8) + 1)], Unreadable, 0),
        new("a cut within the last answer", good => good[..(good.AsSpan().LastIndexOf("Done."u8) + 2)], Damaged),
        new("a cut within the call", good => good[..good.AsSpan().IndexOf("pytest"u8)], Damaged),
        new("a cut within an escape", good => [.. good[..good.AsSpan().IndexOf("I will look."u8)], .. @"\u00"u8], Damaged),
        new("half a character as an escape", good => Replaced(good, "I will look.", @"\ud83d"), Nothing, 3),
        new("half a character as bytes", good => Replaced(good, "I will look."u8, [0xf0, 0x9f]), Nothing, 3),
        new("a control character in a text", good => Replaced(good, "I will look.", "I \u0001 look."), Damaged, 2),
        new("zeroes in a text", good => Replaced(good, "I will look.", "I \0\0\0 look."), Damaged, 2),
        new("a zero as an escape", good => Replaced(good, "I will look.", @"I \u0000 look."), Nothing, 3),
        new("an escape that is none", good => Replaced(good, "I will look.", @"\q"), Damaged, 2),
        new("a text without its end", good => Replaced(good, "I will look.\"", "I will look."), Damaged),
        new("a comma too many", good => Replaced(good, "\"I will look.\"", "\"I will look.\",,"), Damaged, 2),
        new("a value too deep", good =>
            Replaced(good, "\"I will look.\"", new string('[', 5000) + new string(']', 5000)), Damaged, 2),
        new("an object too deep that never ends", good =>
            [.. good, (byte)'\n', .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5000)))],
            kind => kind.IsLines ? Damaged : null, 3),
        new("the same ids again", good =>
            Replaced(Replaced(Replaced(good, "\"m2\"", "\"m1\""), "\"u2\"", "\"u1\""), "\"p2\"", "\"p1\""), Nothing),
        new("a key twice", good => Replaced(good, "\"content\":", "\"content\":7,\"content\":"), Nothing),
        new("a text of ten megabytes", good => Replaced(good, "I will look."u8, Long(10_000_000)), Nothing, 3),
        new("a text of a hundred megabytes", good => Replaced(good, "I will look."u8, Long(100_000_000)), Damaged, 2),
        new("another program's object", _ =>
            Encoding.UTF8.GetBytes("""{"name":"app","version":"1.0.0","dependencies":{"a":"1"}}"""),
            kind => kind.Name == "opencode" ? null : kind.IsLines ? Empty : Unreadable, 0),
    ];

    /// <summary>Each value in a file as each wrong type, and left out.</summary>
    public static IEnumerable<byte[]> WrongTypes(SessionFileKind kind, string id)
    {
        string[] wrong = ["null", "true", "-1", "1e400", "0.5", "\"x\"", "\"\\ud800\"", "[]", "[[{}],null,\"x\",7]", "{}",
            "{\"type\":{\"id\":[]}}"];
        var text = Encoding.UTF8.GetString(kind.Good(id));
        var parts = kind.IsLines ? text.Split('\n') : [text];
        for (var part = 0; part < parts.Length; part++)
        {
            foreach (var path in Paths(JsonNode.Parse(parts[part])!, []))
            {
                foreach (var value in wrong.Append(null))
                {
                    var damaged = (string[])parts.Clone();
                    damaged[part] = With(JsonNode.Parse(parts[part])!, path, value);
                    yield return Encoding.UTF8.GetBytes(string.Join('\n', damaged));
                }
            }
        }
    }

    /// <summary>Cuts, removes, doubles, replaces or zeroes some parts, wherever chance wants it.</summary>
    public static byte[] ByChance(byte[] good, Random chance)
    {
        var bytes = good.ToList();
        for (var left = chance.Next(1, 6); left > 0 && bytes.Count > 0; left--)
        {
            var at = chance.Next(bytes.Count);
            var length = Math.Min(chance.Next(100), bytes.Count - at);
            switch (chance.Next(5))
            {
                case 0: bytes.RemoveRange(at, bytes.Count - at); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes[at] = (byte)chance.Next(256); break;
                default: bytes.InsertRange(at, new byte[length]); break;
            }
        }
        return [.. bytes];
    }

    public override string ToString() => Name;

    private static FileDamage Text(string name, string text, ImportTrouble trouble) =>
        new(name, _ => Encoding.UTF8.GetBytes(text), trouble, 0);

    private static byte[] Long(int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill((byte)'x');
        return bytes;
    }

    private static byte[] Replaced(byte[] good, string old, string now) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good).Replace(old, now, StringComparison.Ordinal));

    private static byte[] Replaced(byte[] good, ReadOnlySpan<byte> old, byte[] now)
    {
        var at = good.AsSpan().IndexOf(old);
        return [.. good[..at], .. now, .. good[(at + old.Length)..]];
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] above)
    {
        var inner = node switch
        {
            JsonObject fields => fields.Select(field => ((object)field.Key, field.Value)),
            JsonArray items => items.Select((item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (key, value) in inner)
        {
            object[] path = [.. above, key];
            yield return path;
            foreach (var deeper in value is null ? [] : Paths(value, path))
            {
                yield return deeper;
            }
        }
    }

    /// <summary>By text, since no node can hold what is no good value.</summary>
    private static string With(JsonNode root, object[] path, string? value)
    {
        const string Mark = "@@here@@";
        var holder = path[..^1].Aggregate(root, (node, key) => key is int index ? node[index]! : node[(string)key]!);
        switch (path[^1])
        {
            case int place when value is null:
                holder.AsArray().RemoveAt(place);
                break;
            case int place:
                holder[place] = Mark;
                break;
            case var key when value is null:
                holder.AsObject().Remove((string)key);
                break;
            case var key:
                holder[(string)key] = Mark;
                break;
        }
        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }
}
