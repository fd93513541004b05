using System.Globalization;
using System.Text;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Replays;

namespace LwCoder.Optimization.PromptSets;

/// <summary>What a replay came to, in words for whoever rewrites its prompts.</summary>
internal static class ReplayFeedback
{
    /// <summary>In characters: a writer is shown several of them at once.</summary>
    private const int Longest = 12_000;

    /// <summary>As in `completed, 3 files changed (+10 -2)`.</summary>
    public static string SessionOf(ReplayResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Outcome}, {result.Files} files changed (+{result.Insertions} -{result.Deletions})")
        + (string.IsNullOrWhiteSpace(result.Reason) ? "" : $": {result.Reason}");

    public static string Of(ReplayResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Score {result.Score:0.000} of 1")
            .Append(Part("tests", result.TestScore)).Append(Part("judges", result.JudgeScore)).Append(".\n");
        if (result.Files == 0)
        {
            text.Append("The session changed nothing, which is worth nothing.\n");
        }
        if (result.Tests is { } tests)
        {
            text.Append(CultureInfo.InvariantCulture, $"Tests with the change: {tests}\n");
        }
        var remarks = result.Remarks;
        Section("Tests that fail with the change", remarks?.FailedTests.Select(test =>
            $"{test.Name} ({test.Was switch { "new" => "added by the change", var was => $"{was} before" }})"
            + (test.Message is { } message ? $": {message}" : "")));
        Section("What the change did to tests", remarks?.Tampering);
        Section("The end of the tests' output", remarks?.Tests is { } tail ? [tail] : []);
        Section("Judges", remarks?.Judges.Select(one => $"{one.By}: {one.Text}"));
        Section("Reports of the subagents that were called", remarks?.Reviewers.Select(one => $"{one.By}: {one.Text}"));
        return LongText.Shorten(text.ToString().TrimEnd(), Longest);

        void Section(string title, IEnumerable<string>? lines)
        {
            foreach (var (line, number) in (lines ?? []).Select((line, index) => (line, index)))
            {
                text.Append(number == 0 ? $"{title}:\n" : "").Append("- ").Append(line).Append('\n');
            }
        }
    }

    /// <summary>The same, with what one subagent had to do with it first.</summary>
    public static string For(string subagent, ReplayResult result)
    {
        var part = result.Remarks?.Reviewers.Any(one => one.By == subagent) != true
            ? $"`{subagent}` was not called in this session."
            : $"`{subagent}` was called. Its reports are below: did it find what tests and judges found, and nothing else?";
        return $"{part}\nWhat the session came to:\n{Of(result)}";
    }

    private static string Part(string name, double? score) =>
        score is { } known ? string.Create(CultureInfo.InvariantCulture, $", {name} {known:0.00}") : "";
}
