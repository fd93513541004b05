using System.Text;

namespace LwCoder.FrontMatters;

/// <summary>A Markdown file taken apart: its front matter as text, its body as the bytes it is.</summary>
/// <param name="Text">The lines between the fences.</param>
/// <param name="Start">Where in the file's bytes they begin.</param>
/// <param name="BodyStart">Where in the file's bytes the body begins.</param>
internal sealed record FrontMatter(string Text, int Start, int BodyStart)
{
    /// <summary>The front matter's first line is the second of the file.</summary>
    public const int LinesBefore = 1;

    /// <summary>Bounds what a hostile file can make the YAML parser do.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">There is no front matter, or it is too large or not text.</exception>
    public static FrontMatter Split(ReadOnlySpan<byte> file, string fileName, FileKind kind)
    {
        if (FrontMatterSpan.Find(file) is not { } span)
        {
            throw new FileProblem(1, FirstLineProblem(file, kind.Noun), $"make '---' the first line, then {kind.Keys}, "
                + $"then '---' again and the {kind.Noun}").ToError(fileName);
        }
        if (!span.IsClosed)
        {
            throw new FileProblem(1, "the front matter that begins here has no closing '---'",
                "put a line '---' after the last key").ToError(fileName);
        }
        if (span.End - span.Start > MaxBytes)
        {
            throw new FileProblem(1,
                $"the front matter has {(span.End - span.Start) / 1024} KB; at most {MaxBytes / 1024} are read",
                "move long text below the closing '---'").ToError(fileName);
        }
        return new FrontMatter(Decode(file[span.Start..span.End], fileName), span.Start, span.BodyStart);
    }

    /// <summary>The place in the file's bytes of a character of <see cref="Text"/>.</summary>
    public int ByteOffset(long characterIndex) =>
        Start + Encoding.UTF8.GetByteCount(Text.AsSpan(0, checked((int)characterIndex)));

    private static string FirstLineProblem(ReadOnlySpan<byte> file, string noun) => file switch
    {
        [] => $"the {noun} is empty",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => $"the file is UTF-16; a {noun} is UTF-8",
        _ => $"the {noun} has no front matter: its first line is not '---'",
    };

    private static string Decode(ReadOnlySpan<byte> bytes, string fileName)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            var line = LineAt(bytes[..Math.Max(0, error.Index)]);
            throw new FileProblem(line, "the front matter is not UTF-8 here", "save the file as UTF-8").ToError(fileName);
        }
        var control = FirstControl(text);
        return control < 0
            ? text
            : throw new FileProblem(
                LineAt(bytes[..Encoding.UTF8.GetByteCount(text.AsSpan(0, control))]),
                $"the front matter contains the control character U+{(int)text[control]:X4}", "delete it").ToError(fileName);
    }

    /// <summary>Characters no editor shows and YAML does not allow; what is a line break to YAML is none of them.</summary>
    private static int FirstControl(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]) && text[index] is not ('\t' or '\r' or '\n' or '\u0085'))
            {
                return index;
            }
        }
        return -1;
    }

    private static int LineAt(ReadOnlySpan<byte> before) => LinesBefore + 1 + before.Count((byte)'\n');
}
