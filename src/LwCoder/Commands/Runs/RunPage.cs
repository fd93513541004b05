using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Runs;

/// <summary>One run for a person: what was asked, what became of it, where it is.</summary>
internal sealed class RunPage(TextWriter output, TimeProvider time)
{
    public void Write(RunCatalog runs, RunDirectory run)
    {
        var manifest = run.ReadManifest();
        Line("run", manifest.RunId);
        Line("outcome", RunChainText.Outcome(manifest)
            + (manifest.Reason is { } reason ? $": {TerminalText.OneLine(reason, 300)}" : ""));
        Line("plan", manifest.PlanPath);
        Line("worktree", manifest.Worktree);
        Line("branch", $"{manifest.Branch} from {ObjectId.Short(manifest.BaseSha)}"
            + (manifest.StartedFrom is { } from ? $" on {from}" : "")
            + (manifest.HeadSha is { } head ? $", now {ObjectId.Short(head)}" : ""));
        Line("agent", string.Join(' ', new[]
        {
            manifest.Reported?.Tool ?? manifest.Tool, manifest.Reported?.Version,
            manifest.Reported?.Model ?? manifest.Model, $"({manifest.Mode}, {manifest.Sandbox})",
        }.OfType<string>()));
        Line("time", Duration(manifest));
        Line("tokens", manifest.Tokens is { } tokens
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{tokens.In} in ({tokens.Cached} cached), {tokens.Out} out, {RunWords.Money(manifest)}")
            : "unknown");
        if (manifest.Changes is { } change)
        {
            Line("change", change.ToText());
        }
        if (manifest.Diagnosis is { } diagnosis)
        {
            Line("diagnosis", string.Create(
                CultureInfo.InvariantCulture,
                $"{diagnosis.Category} ({diagnosis.Confidence:0.00}, by {diagnosis.DecidedBy}): ")
                    + TerminalText.OneLine(diagnosis.Summary, 300));
        }
        if (RunChain.Of(runs, manifest) is { Count: > 1 } chain)
        {
            foreach (var line in RunChainText.Lines(chain, manifest))
            {
                Line("chain", line);
            }
        }
        if (manifest.NoRecovery is { } reasonForNone)
        {
            Line("recovery", $"none after it: {TerminalText.OneLine(reasonForNone, 300)}");
        }
        if (manifest.RescueRef is { } rescue)
        {
            Line("kept", $"what was not committed when the governor ended it is at {rescue}");
        }
        if (manifest.KeptRef is { } kept)
        {
            Line("kept", $"commits that do not fit the branch are at {kept}");
        }
        foreach (var risk in manifest.Risks)
        {
            Line("look at", TerminalText.OneLine(risk, 300));
        }
        Line("files", run.Path);
        if (SubagentFeedback.Read(run).Count > 0)
        {
            output.WriteLine();
            SubagentFeedbackText.Write(output, run);
        }
    }

    private void Line(string name, string value) => output.WriteLine($"{name,-9} {value}");

    private string Duration(RunManifest manifest)
    {
        var end = manifest.FinishedAt ?? time.GetUtcNow();
        return $"{manifest.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Age.Short(end - manifest.CreatedAt)}";
    }
}
