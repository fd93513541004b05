using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LwCoder.Platform.Files;

namespace LwCoder.Git;

/// <summary>
/// Reads what `git diff` writes. Lines end at `\n` only, as git counts them, and a hunk ends where its header says, so that
/// no line of a file can pose as a part of the patch. Binary content is passed over without being kept.
/// </summary>
internal sealed partial class PatchReader
{
    private const string FileStart = "diff --git ";

    private readonly IEnumerator<string> _lines;
    private string? _line;

    private PatchReader(IEnumerable<string> lines)
    {
        _lines = lines.GetEnumerator();
        Next();
    }

    public static IReadOnlyList<FilePatch> ReadFile(string path)
    {
        using var text = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return Read(text);
    }

    public static IReadOnlyList<FilePatch> Read(TextReader text)
    {
        var reader = new PatchReader(TextLines.Read(text));
        var files = new List<FilePatch>();
        while (reader._line is { } line)
        {
            if (line.StartsWith(FileStart, StringComparison.Ordinal))
            {
                files.Add(reader.ReadFilePatch());
            }
            else
            {
                reader.Next();
            }
        }
        return files;
    }

    private FilePatch ReadFilePatch()
    {
        var patch = new FilePatch('M', PatchPath.OfHeader(_line![FileStart.Length..]), null, null, false, null, []);
        var hunks = new List<PatchHunk>();
        for (Next(); _line is { } line && !line.StartsWith(FileStart, StringComparison.Ordinal);)
        {
            if (HunkHeader().Match(line) is { Success: true } header)
            {
                hunks.Add(ReadHunk(header));
                continue;
            }
            patch = ReadHeaderLine(patch, line);
            Next();
        }
        return patch with { Hunks = hunks };
    }

    private static FilePatch ReadHeaderLine(FilePatch patch, string line)
    {
        return line switch
        {
            _ when After("new file mode ") is { } mode => patch with { Kind = 'A', NewMode = mode },
            _ when After("new mode ") is { } mode => patch with { NewMode = mode },
            _ when After("deleted file mode ") is not null => patch with { Kind = 'D' },
            _ when After("rename from ") is { } path => patch with { Kind = 'R', OriginalPath = PatchPath.Unquote(path) },
            _ when After("rename to ") is { } path => patch with { Path = PatchPath.Unquote(path) },
            _ when After("copy from ") is { } path => patch with { Kind = 'C', OriginalPath = PatchPath.Unquote(path) },
            _ when After("copy to ") is { } path => patch with { Path = PatchPath.Unquote(path) },
            "GIT binary patch" => patch with { IsBinary = true },
            _ when After("Binary files ") is not null => patch with { IsBinary = true },
            // The first of two is the new content, the second the way back.
            _ when patch is { IsBinary: true, BinaryBytes: null } && After("literal ") is { } size =>
                patch with { BinaryBytes = long.TryParse(size, CultureInfo.InvariantCulture, out var bytes) ? bytes : null },
            _ => patch,
        };

        string? After(string start) => line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;
    }

    private PatchHunk ReadHunk(Match header)
    {
        var (old, now) = (Number("oldCount", 1), Number("newCount", 1));
        var lines = new List<string>();
        for (Next(); _line is not null; Next())
        {
            // With diff.suppressBlankEmpty an empty line of context has not even its blank.
            var line = _line.Length == 0 ? " " : _line;
            if (line[0] != '\\' && (line[0] is not (' ' or '+' or '-') || (old <= 0 && now <= 0)))
            {
                break;
            }
            old -= line[0] is ' ' or '-' ? 1 : 0;
            now -= line[0] is ' ' or '+' ? 1 : 0;
            lines.Add(line);
        }
        return new PatchHunk(Number("old", 0), Number("new", 0), header.Groups["section"].Value, lines);

        int Number(string group, int absent) =>
            int.TryParse(header.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : absent;
    }

    private void Next() => _line = _lines.MoveNext() ? _lines.Current : null;

    [GeneratedRegex(@"^@@ -(?<old>\d+)(,(?<oldCount>\d+))? \+(?<new>\d+)(,(?<newCount>\d+))? @@ ?(?<section>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex HunkHeader();
}
