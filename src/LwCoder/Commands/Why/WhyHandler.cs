using LwCoder.Agents.Events;
using LwCoder.Commands.Shared;
using LwCoder.Diagnosis;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Why;

/// <summary>The story of `why`. Reads only.</summary>
internal sealed class WhyHandler(
    Func<CancellationToken, Task<RunCatalog>> runsHere, RunDiagnosis diagnoses, WhyPage page, TextWriter output)
{
    public async Task<int> RunAsync(WhyOptions options, CancellationToken cancel)
    {
        var runs = await runsHere(cancel);
        var run = runs.Find(options.Run);
        var manifest = run.ReadManifest();
        List<SessionEvent> events = File.Exists(run.SessionFile) ? [.. SessionLog.Read(run.SessionFile)] : [];
        var chain = RunChain.Of(runs, manifest);
        var diagnosis = await LookAsync(run);
        // What is to be done depends on what has been tried since.
        var last = chain[^1].RunId == manifest.RunId ? diagnosis : await LookAsync(runs.Find(chain[^1].RunId));
        var answer = new WhyAnswer(
            manifest, Timeline.Of(events), diagnosis, chain, NextStep.After(chain[^1], last?.Category));
        if (options.Json)
        {
            JsonAnswer.Write(output, answer.WriteTo);
        }
        else
        {
            page.Write(answer);
        }
        return (int)ExitCode.Done;

        async Task<DiagnosisReport?> LookAsync(RunDirectory of) =>
            RunDiagnosis.Find(of) ?? await diagnoses.GlanceAsync(of, cancel);
    }
}
