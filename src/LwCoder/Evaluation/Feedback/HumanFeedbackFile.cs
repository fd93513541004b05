using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.Feedback;

/// <summary>
/// `human_feedback.md`: free Markdown, as it always was. A verdict stands in front of it between `---` lines; a text that
/// itself begins with such a line is not taken for one.
/// </summary>
internal static class HumanFeedbackFile
{
    public const string Name = "human_feedback.md";

    private const string Fence = "---";
    private const string VerdictKey = "verdict: ";

    /// <returns>Null when there is none, or nothing in it.</returns>
    public static HumanFeedback? Read(string path) =>
        BoundedFile.Read(path) is { } bytes
            && Parse(Encoding.UTF8.GetString(bytes)) is { IsEmpty: false } feedback ? feedback : null;

    public static void Write(string path, HumanFeedback feedback) => AtomicFile.WriteText(path, Format(feedback));

    public static string Format(HumanFeedback feedback)
    {
        var text = feedback.Text.Trim();
        var front = feedback.Verdict is { } verdict ? $"{Fence}\n{VerdictKey}{NameOf(verdict)}\n{Fence}\n" : "";
        return text.Length == 0 ? front : $"{front}{text}\n";
    }

    public static HumanFeedback Parse(string file)
    {
        var text = file.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        return text.Split('\n', 4) is [Fence, { } line, Fence, var rest]
            && line.StartsWith(VerdictKey, StringComparison.Ordinal)
            && VerdictOf(line[VerdictKey.Length..].Trim()) is { } verdict
                ? new HumanFeedback(rest.Trim(), verdict)
                : new HumanFeedback(text.Trim());
    }

    public static string NameOf(HumanVerdict verdict) => verdict == HumanVerdict.Accept ? "accept" : "reject";

    public static HumanVerdict? VerdictOf(string name) => name switch
    {
        "accept" => HumanVerdict.Accept,
        "reject" => HumanVerdict.Reject,
        _ => null,
    };
}
