using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;

namespace LwCoder.Commands.Why;

/// <summary>One page for a person: outcome, what mattered, the diagnosis, the cost, what was tried, what to type.</summary>
internal sealed class WhyPage(TextWriter output)
{
    private const int Width = 160;

    public void Write(WhyAnswer answer)
    {
        var run = answer.Run;
        output.WriteLine($"{run.RunId}: {RunChainText.Outcome(run)}"
            + (run.Reason is { } reason ? $", {TerminalText.OneLine(reason, 300)}" : ""));
        Section("What mattered", answer.Timeline.Select(moment => $"{Offset(moment.At, run.StartedAt ?? run.CreatedAt),8}  "
            + TerminalText.OneLine(moment.Text, Width)));
        if (answer.Diagnosis is { } diagnosis)
        {
            output.WriteLine("\nDiagnosis");
            var text = new StringWriter { NewLine = "\n" };
            DiagnosisText.Write(text, diagnosis);
            foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            {
                output.WriteLine($"  {line}");
            }
        }
        Section("Cost", Cost(answer.Chain));
        var last = answer.Chain[^1];
        if (answer.Chain.Count > 1 || last.NoRecovery is not null)
        {
            var tried = RunChainText.Lines(answer.Chain, run);
            Section("What was tried", last.NoRecovery is { } without
                ? tried.Append($"  no recovery after it: {TerminalText.OneLine(without, 300)}")
                : tried);
        }
        Section("Next", [answer.Next]);
    }

    private void Section(string name, IEnumerable<string> lines)
    {
        output.WriteLine($"\n{name}");
        foreach (var line in lines.DefaultIfEmpty("nothing is recorded"))
        {
            output.WriteLine($"  {line}");
        }
    }

    /// <summary>Of each run; a sum only of what somebody is billed.</summary>
    private static IEnumerable<string> Cost(IReadOnlyList<RunManifest> chain)
    {
        foreach (var run in chain)
        {
            yield return (chain.Count > 1 ? $"{run.RunId}: " : "") + CostOf(run);
        }
        if (chain.Count > 1 && chain.Where(run => run.CostSource == "billed").Sum(run => run.Cost) is > 0 and var billed)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"together ${billed:0.00} billed");
        }
    }

    private static string CostOf(RunManifest run)
    {
        var money = (run.Cost, run.CostSource) switch
        {
            ({ } cost, "billed") => string.Create(CultureInfo.InvariantCulture, $"${cost:0.00} billed"),
            ({ } cost, "imputed") => string.Create(
                CultureInfo.InvariantCulture, $"nothing billed, so max_cost did not hold; ${cost:0.00} at list prices (imputed)"),
            _ => "cost unknown",
        };
        var tokens = run.Tokens is { } used
            ? string.Create(CultureInfo.InvariantCulture, $"; {used.In} tokens in ({used.Cached} cached), {used.Out} out")
            : "";
        var time = run is { StartedAt: { } started, FinishedAt: { } finished } ? $"; {Age.Short(finished - started)}" : "";
        return money + tokens + time;
    }

    private static string Offset(DateTimeOffset? at, DateTimeOffset start) => at is not { } time || time < start
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"+{(int)(time - start).TotalMinutes}:{(time - start).Seconds:00}");
}
