using System.Text.RegularExpressions;

namespace LwCoder.Evaluation.TestReports;

internal static partial class PlainText
{
    public static string WithoutColours(string text) => text.Contains('\e') ? Escape().Replace(text, "") : text;

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
