using System.Text;

namespace LwCoder.Configuration;

/// <summary>Files of `NAME=value` lines, as described in docs/configuration.md. Errors name the line, never the value.</summary>
internal static class EnvFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's variables, or null when there is no such file.</summary>
    /// <exception cref="UserError">It cannot be read or understood.</exception>
    public static IReadOnlyDictionary<string, string>? Read(string path) =>
        BoundedFile.Read(path) is { } bytes ? Parse(bytes, path) : null;

    /// <param name="path">How errors name the file.</param>
    public static IReadOnlyDictionary<string, string> Parse(ReadOnlySpan<byte> utf8, string path)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            // Without the cause: its message shows bytes of a file of secrets.
            throw new UserError($"{path} is not UTF-8 text", "save it as UTF-8", ExitCode.Environment);
        }
        return new EnvFileParser(text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal), path).Parse();
    }
}
