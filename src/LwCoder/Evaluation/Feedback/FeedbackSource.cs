using System.Text;
using System.Text.Unicode;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Evaluation.Feedback;

/// <summary>Where a person's words come from: an argument, a file, or the person's editor.</summary>
internal sealed class FeedbackSource(IProcessRunner processes, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Stands above what the person writes and is taken away again, whole.</summary>
    private const string EndOfNote = "-->";

    private static readonly string[] EditorVariables = ["VISUAL", "EDITOR"];

    /// <summary>The argument of `--feedback`: the content of the file it names, or the text itself.</summary>
    /// <exception cref="UserError">The file cannot be used, or there is nothing in it.</exception>
    public static string FromArgument(string argument, string workingDirectory)
    {
        var isWords = string.IsNullOrWhiteSpace(argument) || argument.Contains('\n', StringComparison.Ordinal)
            || argument.Length > 1024;
        var path = isWords ? null : Path.Combine(workingDirectory, argument);
        if (path is null || (!Path.Exists(path) && !LooksLikeFile(argument)))
        {
            return Checked(argument);
        }
        if (Directory.Exists(path))
        {
            throw Refused($"{path} is a folder", "name a file in it");
        }
        var content = BoundedFile.Read(path) ?? throw Refused($"there is no file {path}", "correct the path");
        return IsText(content)
            ? Checked(Encoding.UTF8.GetString(content).TrimStart('\uFEFF'))
            : throw Refused($"{path} is not a text in UTF-8", "name a text file");
    }

    private static string Checked(string text) => string.IsNullOrWhiteSpace(text)
        ? throw new UserError("the feedback is empty", "write what you think of the change", ExitCode.Usage)
        : text.Trim();

    private static UserError Refused(string what, string fix) =>
        new(what, $"{fix}, or write what you think of the change", ExitCode.Usage);

    private static bool IsText(byte[] content) => Utf8.IsValid(content) && !content.Contains((byte)0);

    /// <summary>
    /// One word that begins or ends as paths do: a path with a mistake in it, which must not become the feedback.
    /// </summary>
    private static bool LooksLikeFile(string argument) =>
        !argument.Any(char.IsWhiteSpace)
        && (Path.GetExtension(argument).ToLowerInvariant() is ".md" or ".txt" or ".markdown"
            || argument.StartsWith("./", StringComparison.Ordinal) || argument.StartsWith("../", StringComparison.Ordinal)
            || Path.IsPathRooted(argument));

    /// <summary>Opens the person's editor on <paramref name="file"/>, which keeps the words if anything goes wrong.</summary>
    /// <param name="note">What the person should know while writing, such as scores and test results.</param>
    /// <returns>Null when nothing was written.</returns>
    /// <exception cref="UserError">There is no editor, or it failed.</exception>
    public async Task<string?> FromEditorAsync(string file, string note, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            var shown = note.Replace(EndOfNote, "-- >", StringComparison.Ordinal).TrimEnd();
            AtomicFile.WriteText(
                file, $"<!--\nWrite below what you think of the change, then save and leave.\n\n{shown}\n{EndOfNote}\n\n");
        }
        var code = await processes.RunInTerminalAsync(EditorFor(file), cancel);
        if (code != 0)
        {
            throw new UserError(
                $"your editor ended with exit code {code}", $"what you wrote is kept in {file}; try again, or use --feedback");
        }
        var text = Encoding.UTF8.GetString(BoundedFile.Read(file) ?? []).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var end = text.StartsWith("<!--\n", StringComparison.Ordinal) ? text.IndexOf(EndOfNote, StringComparison.Ordinal) : -1;
        var written = (end < 0 ? text : text[(end + EndOfNote.Length)..]).Trim();
        return written.Length == 0 ? null : written;
    }

    /// <summary>As git does: a command line the user has written, with the file as one more argument.</summary>
    private ProcessSpec EditorFor(string file)
    {
        var editor = EditorVariables.Select(name => environment.GetValueOrDefault(name))
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        if (editor is null)
        {
            throw new UserError(
                "there is no editor to write the feedback in", "set EDITOR, or give the words with --feedback", ExitCode.Usage);
        }
        return OperatingSystem.IsWindows()
            ? new ProcessSpec("cmd", ["/d", "/c", $"{editor} \"{file}\""])
            : new ProcessSpec("sh", ["-c", $"{editor} \"$1\"", "sh", file]);
    }
}
