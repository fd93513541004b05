using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Candidates;

namespace LwCoder.Commands.Candidates;

/// <param name="Before">What it is compared with.</param>
internal sealed record CandidateDiff(
    string Before, string BeforeFingerprint, CandidateStanding After, IReadOnlyList<ChangedPrompt> Changes);

/// <summary>The answers of `candidates`.</summary>
internal sealed class CandidatesReport(TextWriter output, bool forPerson)
{
    public void WriteList(IReadOnlyList<CandidateStanding> candidates, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteStartArray("candidates");
                foreach (var candidate in candidates)
                {
                    json.WriteStartObject();
                    WriteOrigin(json, candidate);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return;
        }
        TextTable.Write(
            output, forPerson,
            ["CANDIDATE", "FINGERPRINT", "MADE", "BY", "FROM", "SAMPLES", "SUBAGENTS", "COMPARED", "USED", "STATE"],
            [.. candidates.Select(standing => (Standing: standing, standing.Candidate, standing.Candidate.Origin))
                .Select(one => (IReadOnlyList<string>)
                [
                    one.Candidate.Name.ToString(), one.Candidate.Set.Fingerprint, Made(one.Origin), Word(one.Origin?.Model),
                    Word(one.Origin?.BaseFingerprint), Number(one.Origin?.Samples.Count),
                    Number(one.Candidate.Set.Subagents.Count),
                    one.Standing.Compared is { } compared ? StandingText.Verdict(compared) : "-",
                    one.Standing.Achieved is { } achieved ? StandingText.Use(achieved) : "-",
                    one.Standing.IsActive ? "active" : "-",
                ])]);
    }

    public void Write(CandidateStanding standing, bool asJson)
    {
        var candidate = standing.Candidate;
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                WriteOrigin(json, standing);
                json.WriteString("analysis", candidate.Analysis);
                json.WriteString("main_prompt", candidate.Set.Main);
                json.WriteStartArray("subagents");
                foreach (var subagent in candidate.Set.Subagents)
                {
                    json.WriteStartObject();
                    json.WriteString("name", subagent.Name);
                    json.WriteString("description", subagent.Description);
                    json.WriteString("prompt", subagent.Body);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return;
        }
        WriteOrigin(standing);
        Section("Analysis", candidate.Analysis);
        Section("main", candidate.Set.Main);
        foreach (var subagent in candidate.Set.Subagents)
        {
            Section($"{subagent.Name} ({subagent.Description})", subagent.Body);
        }
    }

    public void Write(CandidateDiff diff, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                WriteOrigin(json, diff.After);
                json.WriteString("against", diff.Before);
                json.WriteString("against_fingerprint", diff.BeforeFingerprint);
                json.WriteStartArray("changes");
                foreach (var change in diff.Changes)
                {
                    json.WriteStartObject();
                    json.WriteString("prompt", change.Name);
                    json.WriteString("words", change.Words);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
            return;
        }
        WriteOrigin(diff.After);
        Line("against", $"{diff.Before} ({diff.BeforeFingerprint})");
        foreach (var change in diff.Changes)
        {
            Section(change.Name, change.Words ?? "(the same)");
        }
    }

    private void WriteOrigin(CandidateStanding standing)
    {
        var candidate = standing.Candidate;
        Line("candidate", $"{candidate.Name} ({candidate.Set.Fingerprint}){(standing.IsActive ? ", active" : "")}");
        Line("folder", candidate.Folder);
        if (candidate.Origin is { } origin)
        {
            Line("made", $"{Made(origin)} by {origin.Model} from the prompts {origin.BaseFingerprint}, {origin.Cost}");
            Line("samples", $"{string.Join(", ", origin.Samples)} ({origin.Selection}, seed {origin.Seed})");
        }
        if (standing is { Comparison: { } comparison, Compared: { } compared })
        {
            Line("compared", $"{StandingText.Verdict(compared)} in {comparison.Id}, against {comparison.Baseline.Fingerprint} on "
                + $"{StandingText.Count(compared.Pairs, "plan")}: {compared.Reason}");
        }
        if (standing.Achieved is { } achieved)
        {
            Line("used", StandingText.Use(achieved));
        }
    }

    private static void WriteOrigin(Utf8JsonWriter json, CandidateStanding standing)
    {
        var candidate = standing.Candidate;
        json.WriteString("candidate", candidate.Name.ToString());
        json.WriteString("folder", candidate.Folder);
        json.WriteString("fingerprint", candidate.Set.Fingerprint);
        json.WriteString("base_fingerprint", candidate.Origin?.BaseFingerprint);
        json.WriteString("created_at", candidate.Origin is { } origin ? origin.CreatedAt.UtcDateTime.ToString("O") : null);
        json.WriteString("model", candidate.Origin?.Model);
        json.WriteString("select", candidate.Origin?.Selection);
        json.WriteString("cost", candidate.Origin?.Cost);
        json.WriteTexts("samples", candidate.Origin?.Samples ?? []);
        json.WriteBoolean("active", standing.IsActive);
        StandingJson.Write(json, standing);
    }

    private void Section(string title, string text)
    {
        output.WriteLine();
        output.WriteLine($"--- {TerminalText.OneLine(title, 300)}");
        output.WriteLine();
        output.WriteLine(TerminalText.Lines(text).TrimEnd());
    }

    private void Line(string label, string text) => output.WriteLine($"{label,-10} {TerminalText.OneLine(text, 2_000)}");

    private static string Made(CandidateOrigin? origin) =>
        origin?.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";

    private static string Word(string? text) => string.IsNullOrEmpty(text) ? "-" : TerminalText.OneLine(text, 60);

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
