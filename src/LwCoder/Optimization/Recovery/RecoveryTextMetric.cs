using System.Globalization;
using System.Text.RegularExpressions;
using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Prompting.Modules;

namespace LwCoder.Optimization.Recovery;

/// <summary>
/// What the text of a recovery template is worth, from 0 to 1: whether it says what it has to, is of a length that is read,
/// and holds nothing of one session that it would tell all others. Deterministic, and says what is missing.
/// </summary>
internal static partial class RecoveryTextMetric
{
    private const double ElementsShare = 0.8;
    private const double LeakPenalty = 0.5;
    private const int FewestWords = 40;
    private const int ManyWords = 350;
    private const int MostWords = 1_200;
    private const int ShortestCopy = 30;

    public static Score Of(RecoveryTemplate template, FailureCategory category, RecoveryInput input)
    {
        if (template.ProblemFor(category) is { } problem)
        {
            return new Score(0, $"It cannot be used: {problem}.");
        }
        var elements = RecoveryElements.Of(category);
        var missing = elements.Where(element => !element.IsIn(template.Text)).ToList();
        var words = template.Fill(input).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var leak = Leak(template.Text, input);
        var said = 1 - ((double)missing.Sum(element => element.Weight) / elements.Sum(element => element.Weight));
        var value = (ElementsShare * said) + ((1 - ElementsShare) * LengthScore(words));
        return new Score(value * (leak is null ? 1 : LeakPenalty), Feedback(missing, words, leak));
    }

    private static double LengthScore(int words) => words switch
    {
        < FewestWords => (double)words / FewestWords,
        <= ManyWords => 1,
        _ => Math.Max(0, (double)(MostWords - words) / (MostWords - ManyWords)),
    };

    /// <summary>What of one session is in the text itself; null when nothing is.</summary>
    private static string? Leak(string text, RecoveryInput input)
    {
        string[] values = input is RetryRecoveryInput retry
            ? [input.SessionId, input.Summary, retry.LastError]
            : [input.SessionId, input.Summary];
        // A short id such as s1 is in any text.
        return Array.Find(values, value => value.Length >= (value == input.SessionId ? 8 : ShortestCopy)
                && text.Contains(value.Trim('"'), StringComparison.Ordinal))
            ?? (Particular().Match(text) is { Success: true } match ? match.Value : null);
    }

    private static string Feedback(List<RecoveryElement> missing, int words, string? leak)
    {
        var lines = missing.Select(element => $"It lacks something that {element.What}.").ToList();
        if (words is < FewestWords or > ManyWords)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"It has {words} words; {FewestWords} to {ManyWords} are read and remembered."));
        }
        if (leak is not null)
        {
            lines.Add($"It holds \"{Evidence.Cut(leak)}\", which is of one session only; use a place in braces.");
        }
        return lines.Count == 0 ? "Nothing is missing." : string.Join('\n', lines);
    }

    /// <summary>Ids, hashes, moments and absolute paths: of some session, whichever.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{16,}\b"
        + @"|\b\d{4}-\d\d-\d\dT\d\d:\d\d|(?<![\w/])/(home|Users|tmp|root|workspace|var)/\S+|\b[A-Z]:\\\S+")]
    private static partial Regex Particular();
}
