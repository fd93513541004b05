using System.Text.RegularExpressions;

namespace LwCoder.Training.Reading;

/// <summary>
/// What to look for in a long trace: what the person and the judges quote, files and names they mention, tests that failed.
/// </summary>
internal static partial class Evidence
{
    private const int MostTerms = 200;

    public static IReadOnlyList<string> TermsOf(TrainingSample sample)
    {
        IEnumerable<string> opinions = [sample.HumanFeedback, .. sample.JudgeResults.Select(judge => judge.Feedback)];
        return [.. sample.TestResultsAfter.Failures
            .Concat(opinions.SelectMany(text => Quotation().Matches(text).Select(match => match.Groups.Cast<Group>()
                .Skip(1).First(group => group.Success).Value.Trim())))
            .Where(term => term.Length is >= 4 and <= 120)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostTerms)];
    }

    /// <summary>Signs of trouble and of a reviewer's findings that need no mention by anybody.</summary>
    public static bool IsTrouble(string line) => Trouble().IsMatch(line);

    /// <summary>Code in backticks, text in double quotes, and names with a file's ending.</summary>
    [GeneratedRegex("`([^`\n]+)`|[\"\u201C]([^\"\u201C\u201D\n]+)[\"\u201D]|([\\w./-]*\\w\\.[A-Za-z]\\w{0,5})\\b")]
    private static partial Regex Quotation();

    [GeneratedRegex(
        @"\b(error|fail(ed|ure|ing)?|exception|traceback|panic|severity|not ok|denied|regression|wrong)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Trouble();
}
