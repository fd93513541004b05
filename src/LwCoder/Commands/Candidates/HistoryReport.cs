using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Achievements;

namespace LwCoder.Commands.Candidates;

/// <summary>The answer of `candidates history`.</summary>
internal sealed class HistoryReport(TextWriter output, bool forPerson)
{
    /// <param name="active">The versions that are active now.</param>
    /// <param name="changes">Oldest first, as the versions are.</param>
    public void Write(
        IReadOnlyList<Achievement> versions, IReadOnlySet<PromptVersion> active, IReadOnlyList<PromptChange> changes, bool asJson)
    {
        if (asJson)
        {
            WriteJson(versions, active, changes);
            return;
        }
        TextTable.Write(
            output, forPerson,
            [
                "PROMPTS", "FINGERPRINT", "CANDIDATE", "RUNS", "COMPLETED", "SCORE", "TESTS", "ACCEPTED", "COST", "TOKENS",
                "LAST USED", "STATE",
            ],
            [.. versions.Select(version => Row(version, active.Contains(version.Version), changes))]);
        if (changes.Count == 0)
        {
            return;
        }
        output.WriteLine();
        TextTable.Write(
            output, forPerson, ["WHEN", "CHANGE", "PROMPTS", "FROM", "TO", "WHY"],
            [.. changes.Select(change => (IReadOnlyList<string>)
            [
                Time(change.At), Word(change.Action), change.Set, TerminalText.Label(change.From), TerminalText.Label(change.To),
                TerminalText.OneLine(
                    change.Candidate is { } candidate ? $"{candidate}: {change.Reason}" : change.Reason, 300),
            ])]);
    }

    private static IReadOnlyList<string> Row(Achievement version, bool isActive, IReadOnlyList<PromptChange> changes) =>
    [
        version.Version.Set.ToString(),
        TerminalText.Label(version.Version.Fingerprint),
        CandidateOf(version, changes) is { } candidate ? TerminalText.Label(candidate) : "-",
        Number(version.Runs.Count),
        Number(version.Outcomes.GetValueOrDefault("completed")),
        version.Score is { } score ? score.ToString("0.00", CultureInfo.InvariantCulture) : "-",
        Part(version.PassedPlans, version.TestedPlans),
        Part(version.Accepted, version.Accepted + version.Rejected),
        version.RunsWithCost == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"${version.Cost:0.00}"),
        Number(version.Tokens.In + version.Tokens.Out),
        Time(version.LastUsed),
        isActive ? "active" : "-",
    ];

    private void WriteJson(
        IReadOnlyList<Achievement> versions, IReadOnlySet<PromptVersion> active, IReadOnlyList<PromptChange> changes) =>
        JsonAnswer.Write(output, json =>
        {
            json.WriteStartArray("versions");
            foreach (var version in versions)
            {
                json.WriteStartObject();
                json.WriteString("set", version.Version.Set.ToString());
                json.WriteString("fingerprint", version.Version.Fingerprint);
                json.WriteBoolean("active", active.Contains(version.Version));
                json.WriteString("candidate", CandidateOf(version, changes));
                StandingJson.Write(json, version);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("changes");
            foreach (var change in changes)
            {
                json.WriteStartObject();
                json.WriteString("change", Word(change.Action));
                json.WriteString("at", change.At.UtcDateTime);
                json.WriteString("set", change.Set);
                json.WriteString("from", change.From);
                json.WriteString("to", change.To);
                json.WriteString("candidate", change.Candidate);
                json.WriteString("archive", change.Archive);
                json.WriteString("reason", change.Reason);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    /// <summary>The candidate that brought these prompts, as promotions tell.</summary>
    private static string? CandidateOf(Achievement achieved, IReadOnlyList<PromptChange> changes) => changes
        .LastOrDefault(change => change.Candidate is not null && achieved.Version == new PromptVersion(change.Name, change.To))
        ?.Candidate;

    private static string Word(PromptAction action) => action == PromptAction.Promote ? "promote" : "rollback";

    private static string Part(int some, int all) =>
        all == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{some} of {all}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
