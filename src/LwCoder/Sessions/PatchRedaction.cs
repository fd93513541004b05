using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Sessions;

/// <summary>
/// A patch without the secrets it would add. Nothing but text in added lines changes, and no line goes or comes, so that it
/// can still be applied: the files are as they were but for the secrets. Lines that the base has are left alone, or the
/// patch would not fit it; what stands in them is in the repository already.
/// </summary>
internal static class PatchRedaction
{
    /// <param name="target">Written whole or not at all.</param>
    public static void Copy(string patch, string target, IEnumerable<Secret> secrets)
    {
        using var text = new StreamReader(patch, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        using var bytes = new MemoryStream();
        using (var safe = new StreamWriter(bytes, Encoding.Latin1, leaveOpen: true))
        {
            foreach (var line in Lines(TextLines.Read(text), Redactor.OfBytes(secrets)))
            {
                safe.Write(line);
                safe.Write('\n');
            }
        }
        AtomicFile.WriteBytes(target, bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    internal static IEnumerable<string> Lines(IEnumerable<string> patch, Redactor redactor)
    {
        var added = new List<string>();
        var inHunk = false;
        foreach (var line in patch)
        {
            if (inHunk && line.StartsWith('+'))
            {
                added.Add(line[1..]);
                continue;
            }
            foreach (var safe in Redact(added, redactor))
            {
                yield return safe;
            }
            added.Clear();
            // Lines of a hunk have a mark in front, so none of them can pose as one of these.
            inHunk = line.StartsWith("@@ ", StringComparison.Ordinal)
                || (inHunk && !line.StartsWith("diff --git ", StringComparison.Ordinal));
            yield return line;
        }
        foreach (var safe in Redact(added, redactor))
        {
            yield return safe;
        }
    }

    /// <summary>Lines that stand together, as a private key has several. Those it takes away are left empty.</summary>
    private static IEnumerable<string> Redact(List<string> added, Redactor redactor)
    {
        var lines = redactor.Redact(string.Join('\n', added)).Split('\n');
        return lines.Concat(Enumerable.Repeat("", added.Count)).Take(added.Count).Select(line => "+" + line);
    }
}
