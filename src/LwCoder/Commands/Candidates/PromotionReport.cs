using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Candidates;

namespace LwCoder.Commands.Candidates;

/// <summary>The answers of `candidates promote` and `candidates rollback`.</summary>
internal sealed class PromotionReport(TextWriter output)
{
    /// <param name="archive">The folder that holds what was replaced.</param>
    public void Write(PromptChange change, string archive, bool asJson)
    {
        // Where the active set had been deleted, there was nothing to keep.
        var replaced = Path.Combine(archive, change.Archive) is var kept && Directory.Exists(kept) ? kept : null;
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteString("set", change.Set);
                json.WriteBoolean("changed", true);
                json.WriteString("candidate", change.Candidate);
                json.WriteString("from", change.From);
                json.WriteString("to", change.To);
                json.WriteString("archive", replaced);
                json.WriteString("reason", change.Reason);
            });
            return;
        }
        Line("active", $"{change.Set}: {change.To}{(change.Candidate is { } candidate ? $", from {candidate}" : ", as before")}");
        Line("reason", change.Reason);
        Line("archived", replaced is null ? "nothing, as nothing was there" : $"{change.From} in {replaced}");
        Line("next", change.Action == PromptAction.Promote
            ? $"commit .lw_coder/prompts, or take it back with: lw_coder candidates rollback {change.Set}"
            : "commit .lw_coder/prompts");
    }

    public void WriteUnchanged(PromptSetName name, Candidate candidate, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteString("set", name.ToString());
                json.WriteBoolean("changed", false);
                json.WriteString("candidate", candidate.Name.ToString());
                json.WriteString("to", candidate.Set.Fingerprint);
            });
            return;
        }
        Line("active", $"{name}: {candidate.Set.Fingerprint}, the same as {candidate.Name} already");
    }

    private void Line(string label, string text) => output.WriteLine($"{label,-10} {TerminalText.OneLine(text, 2_000)}");
}
