using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>
/// Carries out a job and stores what it found as a candidate version. Killed at any moment and run again, it goes on where it
/// was, and stores nothing twice.
/// </summary>
/// <param name="folder">Where journals of unfinished jobs are.</param>
internal sealed class PromptCompiler(ITelemetryStore store, string folder, Action<string> warn, TimeProvider time)
{
    /// <summary>What a budget buys.</summary>
    public static Forecast Forecast(CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options) => Search(job, optimizer, options).Forecast();

    public async Task<CompileResult> RunAsync(
        CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options, CancellationToken cancel)
    {
        // Sessions recorded meanwhile are other examples, and so another search with a journal of its own.
        var journal = new SearchJournal(folder, FileName(job.PromptId), optimizer.Name, options.Seed);
        var path = journal.PathOf(Search(job, optimizer, options).Id);
        var report = await Search(job, optimizer, options with { JournalPath = path }).RunAsync(cancel);
        var (prompt, refusal) = job.Publish(report);
        var version = prompt is null ? null : await StoreAsync(prompt, cancel);
        journal.Delete();
        return new CompileResult(job, report, version, refusal);
    }

    private async Task<CompiledPromptVersion> StoreAsync(CompiledPrompt prompt, CancellationToken cancel)
    {
        var shelf = new PromptShelf(store, warn, time);
        var newest = (await shelf.ListAsync(prompt.PromptId, cancel)).FirstOrDefault();
        // Killed between storing and forgetting the journal, the job arrives here a second time.
        return newest is { Prompt: var last } && last.Text == prompt.Text && last.ProgramJson == prompt.ProgramJson
            && last.DatasetHash == prompt.DatasetHash
                ? newest
                : await shelf.PublishAsync(prompt, cancel);
    }

    private static Prompting.Optimizers.Optimization Search(CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options) =>
        new(job.Task, job.Data, optimizer, options);

    private static string FileName(string promptId) => promptId.Replace(':', '-');
}
