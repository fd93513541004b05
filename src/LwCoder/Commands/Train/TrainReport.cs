using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Judges;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Training.Candidates;
using LwCoder.Training.Trainer;

namespace LwCoder.Commands.Train;

/// <param name="Trimmed">Parts of samples that the model saw shortened, in words.</param>
internal sealed record TrainedPrompts(
    WrittenCandidate Written, CandidatePrompts Prompts, CandidateOrigin Origin, IReadOnlyList<string> Trimmed, Usage Usage);

/// <summary>The answer of `train`: the candidate, why it is as it is, what it took, what to do next.</summary>
internal sealed class TrainReport(TextWriter output)
{
    private const int LongestAnalysis = 1_500;

    public static string Describe(Usage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.InputTokens} tokens in, {usage.OutputTokens} out, {usage.TotalTokens} in all, {UsageJson.ToText(usage)}");

    public void Write(TrainedPrompts trained, bool asJson)
    {
        if (asJson)
        {
            WriteJson(trained);
            return;
        }
        var (written, prompts, origin) = (trained.Written, trained.Prompts, trained.Origin);
        output.WriteLine($"candidate  {written.Name}{(written.IsNew ? "" : " (was there already)")}");
        output.WriteLine($"folder     {written.Path}");
        output.WriteLine($"samples    {string.Join(", ", origin.Samples.Select(TerminalText.Label))}");
        output.WriteLine($"subagents  {(prompts.Subagents.Count == 0 ? "none"
            : string.Join(", ", prompts.Subagents.Select(subagent => subagent.Name)))}");
        output.WriteLine($"usage      {Describe(trained.Usage)}");
        output.WriteLine($"next       lw_coder candidates diff {written.Name}");
        output.WriteLine();
        var analysis = TerminalText.Lines(prompts.AnalysisSummary);
        output.WriteLine(analysis.Length <= LongestAnalysis
            ? analysis
            : $"{analysis.AsSpan(0, LongestAnalysis)}...\n(all of it: "
                + $"{Path.Combine(written.Path, CandidateFolder.AnalysisFile)})");
    }

    private void WriteJson(TrainedPrompts trained) => JsonAnswer.Write(output, json =>
    {
        json.WriteString("candidate", trained.Written.Name.ToString());
        json.WriteString("folder", trained.Written.Path);
        json.WriteBoolean("is_new", trained.Written.IsNew);
        json.WriteString("model", trained.Origin.Model);
        json.WriteString("fingerprint", trained.Origin.Fingerprint);
        json.WriteString("base_fingerprint", trained.Origin.BaseFingerprint);
        json.WriteString("select", trained.Origin.Selection);
        json.WriteNumber("seed", trained.Origin.Seed);
        json.WriteTexts("samples", trained.Origin.Samples);
        json.WriteTexts("trimmed", trained.Trimmed);
        json.WriteTexts("subagents", [.. trained.Prompts.Subagents.Select(subagent => subagent.Name)]);
        json.WriteString("analysis_summary", trained.Prompts.AnalysisSummary);
        UsageJson.Write(json, trained.Usage);
    });
}
