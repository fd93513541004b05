using System.Globalization;
using System.Text;

namespace LwCoder.Agents.Mini;

/// <summary>
/// Reads and writes files by commands inside the sandbox. A link there may point anywhere: it is followed where the agent
/// could follow it as well, and never by lw_coder itself.
/// </summary>
internal sealed class MiniFiles(IAgentShell shell)
{
    /// <summary>Bytes. A larger file is no source that is edited by hand.</summary>
    private const int LargestFile = 1024 * 1024;

    private const int LongestComplaint = 2000;

    /// <summary>A named pipe nobody writes to would hold us for ever.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Replaces the one occurrence of a text. Everything else keeps its bytes.</summary>
    public async Task<ToolOutput> EditAsync(string path, string find, string replace, CancellationToken cancel)
    {
        var read = await shell.RunAsync(Command("exec cat < \"$1\"", path, LargestFile), cancel);
        if (read.ExitCode != 0)
        {
            return ToolOutput.Failed($"{path} cannot be read: {ToText(read)}");
        }
        if (read.Omitted > 0)
        {
            return ToolOutput.Failed($"{path} is larger than {LargestFile} bytes; change it by a command");
        }
        string text;
        try
        {
            text = Strict.GetString(read.Output);
        }
        catch (DecoderFallbackException)
        {
            return ToolOutput.Failed($"{path} is no UTF-8 text; change it by a command");
        }
        var first = find.Length == 0 ? -1 : text.IndexOf(find, StringComparison.Ordinal);
        if (first < 0)
        {
            return ToolOutput.Failed(text.Contains("\r\n", StringComparison.Ordinal) && !find.Contains('\r')
                ? $"'find' is not in {path}, whose lines end in CR LF; a text over several lines needs them too"
                : $"'find' is not in {path}: it must be copied from there, spaces and line ends included");
        }
        if (text.IndexOf(find, first + 1, StringComparison.Ordinal) >= 0)
        {
            return ToolOutput.Failed($"'find' is in {path} more than once: take more of what is around it");
        }
        return await WriteAsync(path, string.Concat(text.AsSpan(0, first), replace, text.AsSpan(first + find.Length)), cancel);
    }

    public async Task<ToolOutput> WriteAsync(string path, string text, CancellationToken cancel)
    {
        var content = Encoding.UTF8.GetBytes(text);
        if (content.Length > LargestFile)
        {
            return ToolOutput.Failed($"that is larger than {LargestFile} bytes; make it by a command");
        }
        var written = await shell.RunAsync(
            Command("mkdir -p -- \"$(dirname -- \"$1\")\" && exec cat > \"$1\"", path, LongestComplaint) with { Input = content },
            cancel);
        return written.ExitCode == 0
            ? new ToolOutput($"{path} is written, {content.Length} bytes", IsError: false, ExitCode: null)
            : ToolOutput.Failed($"{path} cannot be written: {ToText(written)}");
    }

    /// <summary>The output with a word about what was left out in its middle.</summary>
    public static string ToText(ShellResult result)
    {
        var half = result.Output.Length / 2;
        return (result.Omitted == 0
            ? Encoding.UTF8.GetString(result.Output)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Encoding.UTF8.GetString(result.Output.AsSpan(0, half))}\n[... {result.Omitted} bytes left out ...]\n")
                + Encoding.UTF8.GetString(result.Output.AsSpan(half))).TrimEnd();
    }

    private static ShellCommand Command(string script, string path, int mostOutput) =>
        new(["sh", "-c", script, "sh", path.Replace("\0", "", StringComparison.Ordinal)], Patience, mostOutput);
}
