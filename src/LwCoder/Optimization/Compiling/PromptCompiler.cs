using LwCoder.Prompting.Optimizers;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;

namespace LwCoder.Optimization.Compiling;

/// <summary>
/// Carries out jobs and stores what they found as candidate versions. Killed at any moment and run again, it goes on where it
/// was, and stores nothing twice.
/// </summary>
/// <param name="folder">Where journals of jobs are until all jobs of a command are done.</param>
internal sealed class PromptCompiler(ITelemetryStore store, string folder, Action<string> warn, TimeProvider time)
{
    /// <summary>What a budget buys.</summary>
    public static Forecast Forecast(CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options) =>
        Search(job, optimizer, options).Forecast();

    public async Task<CompileResult> RunAsync(
        CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options, CancellationToken cancel)
    {
        // Sessions recorded meanwhile are other examples, and so another search with a journal of its own.
        var path = Journal(job, optimizer, options.Seed).PathOf(Search(job, optimizer, options).Id);
        var report = await Search(job, optimizer, options with { JournalPath = path }).RunAsync(cancel);
        var (prompt, refusal) = job.Publish(report);
        return new CompileResult(job, report, prompt is null ? null : await StoreAsync(prompt, cancel), refusal);
    }

    /// <summary>Removes the journals of jobs whose results nobody can lose any more.</summary>
    public void Forget(IEnumerable<CompileJob> jobs, IPromptOptimizer optimizer, int seed) =>
        jobs.ToList().ForEach(job => Journal(job, optimizer, seed).Delete());

    private async Task<CompiledPromptVersion> StoreAsync(CompiledPrompt prompt, CancellationToken cancel)
    {
        var shelf = new PromptShelf(store, warn, time);
        var newest = (await shelf.ListAsync(prompt.PromptId, cancel)).FirstOrDefault();
        // Killed before its journal was removed, a job arrives here a second time.
        return newest is not null && IsSame(newest.Prompt, prompt) ? newest : await shelf.PublishAsync(prompt, cancel);
    }

    private static bool IsSame(CompiledPrompt one, CompiledPrompt other) =>
        one.Text == other.Text && one.DatasetHash == other.DatasetHash
        && CompiledProgram.IsSame(one.ProgramJson, other.ProgramJson);

    private SearchJournal Journal(CompileJob job, IPromptOptimizer optimizer, int seed) =>
        new(folder, job.PromptId.Replace(':', '-'), optimizer.Name, seed);

    private static Prompting.Optimizers.Optimization Search(
        CompileJob job, IPromptOptimizer optimizer, OptimizerOptions options) =>
        new(job.Task, job.Data, optimizer, options);
}
