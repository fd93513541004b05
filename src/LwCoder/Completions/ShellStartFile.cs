using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Completions;

/// <summary>
/// One block of ours in a file a shell reads when it starts. All else in the file stays byte for byte; a link, as people have
/// who keep their settings in a repository, stays a link.
/// </summary>
internal sealed class ShellStartFile(string path)
{
    private const string Begin = "# >>> lw_coder completion >>>";
    private const string End = "# <<< lw_coder completion <<<";

    /// <summary>Puts the block in, or replaces the one that is there.</summary>
    /// <returns>False when it is there already, just so.</returns>
    public bool Add(string line) => Rewrite(text =>
    {
        var ending = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var block = $"{Begin}{ending}{line}{ending}{End}{ending}";
        if (Find(text) is { } place)
        {
            return text[..place.Start] + block + text[place.End..];
        }
        var gap = text.Length == 0 ? "" : text.EndsWith('\n') ? ending : ending + ending;
        return text + gap + block;
    });

    /// <summary>Takes the block out, and the empty line before it.</summary>
    /// <returns>False when there is none.</returns>
    public bool Remove() => File.Exists(path) && Rewrite(text =>
    {
        if (Find(text) is not { } place)
        {
            return text;
        }
        var before = text[..place.Start];
        var gap = before switch
        {
            [.., '\r', '\n', '\r', '\n'] => 2,
            [.., '\n', '\n'] => 1,
            _ => 0,
        };
        return before[..^gap] + text[place.End..];
    });

    private bool Rewrite(Func<string, string> change)
    {
        var target = RealPath.Of(path);
        var before = File.Exists(target) ? Read(target) : "";
        var after = change(before);
        if (after == before)
        {
            return false;
        }
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        AtomicFile.WriteBytes(target, Encoding.Latin1.GetBytes(after), mode);
        return true;
    }

    /// <exception cref="UserError">The block has no end: a person has edited it, and nobody knows how far it goes.</exception>
    private (int Start, int End)? Find(string text)
    {
        var start = text.IndexOf(Begin, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }
        var end = text.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new UserError(
                $"{path} has the line '{Begin}' and no '{End}' after it", "remove that line and what belongs to it");
        }
        var next = text.IndexOf('\n', end);
        return (start, next < 0 ? text.Length : next + 1);
    }

    /// <summary>Bytes as characters, so that any encoding survives. Ours is ASCII, but for a path in the line.</summary>
    private static string Read(string file) => Encoding.Latin1.GetString(File.ReadAllBytes(file));
}
