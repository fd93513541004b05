using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Commands.Compiled;

internal sealed class CompiledReport(TextWriter output, bool forPerson)
{
    public void WriteList(IReadOnlyList<CompiledPromptVersion> versions, bool asJson)
    {
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteStartArray("versions");
                foreach (var version in versions)
                {
                    json.WriteStartObject();
                    Write(json, version);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
        }
        else if (versions.Count == 0 && forPerson)
        {
            output.WriteLine("Nothing was compiled yet. See 'lw_coder optimize --help'.");
        }
        else
        {
            TextTable.Write(
                output, forPerson,
                ["PROMPT", "VERSION", "STATUS", "SCORE", "BEFORE", "DIFFERENCE", "OPTIMIZER", "COST", "COMPILED"],
                [.. versions.Select(Cells)]);
        }
    }

    /// <param name="textOnly">The prompt and nothing else.</param>
    public void Write(CompiledPromptVersion version, bool textOnly, bool asJson)
    {
        var text = version.Prompt.Text ?? version.Prompt.ProgramJson ?? "";
        if (textOnly)
        {
            output.Write(forPerson ? TerminalText.Lines(text) : text);
            return;
        }
        if (asJson)
        {
            JsonAnswer.Write(output, json =>
            {
                Write(json, version);
                json.WriteString("text", version.Prompt.Text);
                json.WriteString("program", version.Prompt.ProgramJson);
            });
            return;
        }
        var prompt = version.Prompt;
        output.WriteLine($"prompt      {prompt.PromptId} v{version.Version}, {PromptStatusName.Of(version.Status)}");
        output.WriteLine(
            $"signature   {prompt.ModuleName}/{prompt.SignatureName}{(prompt.Category is null ? "" : $", {prompt.Category}")}");
        output.WriteLine(
            $"score       {Number(prompt.Score)}, before {Number(prompt.BaselineScore)}, difference {Interval(prompt)}");
        output.WriteLine($"optimizer   {prompt.Optimizer ?? "-"}, {Money(prompt.CostUsd)}, "
            + $"{prompt.CompiledAt:yyyy-MM-dd HH:mm} UTC, {prompt.Compiler}");
        output.WriteLine($"data        {prompt.DatasetHash ?? "-"}");
        output.WriteLine();
        output.WriteLine(TerminalText.Lines(text).TrimEnd());
    }

    /// <param name="words">Null when nothing differs.</param>
    public void WriteDiff(string before, string after, string? words)
    {
        output.WriteLine($"{before} → {after}");
        output.WriteLine(words is null ? "nothing differs" : TerminalText.Lines(words));
    }

    private static IReadOnlyList<string> Cells(CompiledPromptVersion version) =>
    [
        TerminalText.OneLine(version.Prompt.PromptId, 200),
        version.Version.ToString(CultureInfo.InvariantCulture),
        PromptStatusName.Of(version.Status),
        Number(version.Prompt.Score),
        Number(version.Prompt.BaselineScore),
        Interval(version.Prompt),
        version.Prompt.Optimizer ?? "-",
        Money(version.Prompt.CostUsd),
        version.Prompt.CompiledAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    ];

    private static string Interval(CompiledPrompt prompt) => prompt is { IntervalLow: { } low, IntervalHigh: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"[{low:+0.000;-0.000;0.000}, {high:+0.000;-0.000;0.000}]")
        : "-";

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Money(decimal? value) =>
        value is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"${value:0.00}");

    private static void Write(Utf8JsonWriter json, CompiledPromptVersion version)
    {
        var prompt = version.Prompt;
        json.WriteString("prompt_id", prompt.PromptId);
        json.WriteNumber("version", version.Version);
        json.WriteString("status", PromptStatusName.Of(version.Status));
        json.WriteString("module", prompt.ModuleName);
        json.WriteString("signature", prompt.SignatureName);
        json.WriteString("category", prompt.Category);
        json.WriteNumberOrNull("score", prompt.Score);
        json.WriteNumberOrNull("baseline_score", prompt.BaselineScore);
        json.WriteNumberOrNull("interval_low", prompt.IntervalLow);
        json.WriteNumberOrNull("interval_high", prompt.IntervalHigh);
        json.WriteString("optimizer", prompt.Optimizer);
        json.WriteNumberOrNull("cost_usd", (double?)prompt.CostUsd);
        json.WriteString("dataset_hash", prompt.DatasetHash);
        json.WriteString("compiled_at", prompt.CompiledAt);
    }
}
