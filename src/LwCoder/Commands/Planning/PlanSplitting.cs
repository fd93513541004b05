using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Optimization.Decomposition;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Live;

namespace LwCoder.Commands.Planning;

/// <summary>Splits plans into subtasks, with the configured model and the limits of `[plan]`.</summary>
internal sealed class PlanSplitting(PlanDecomposer decomposer, SessionChronicle chronicle, Narrator narrator)
{
    /// <summary>All valid plans of a session; its record then names the compiled prompt that had a part in it.</summary>
    /// <returns>What kept a plan from being split; null when nothing did.</returns>
    public async Task<UserError?> SplitAllAsync(SessionContext context, FinishedPlanning finished, CancellationToken cancel)
    {
        UserError? first = null;
        var versions = new List<string>();
        foreach (var plan in finished.Plans.Where(plan => plan.IsValid))
        {
            try
            {
                var split = await SplitAsync(context.Repository.Root, plan.Path, context.Settings, context.Models, cancel);
                versions.AddRange(split.Version is { } version ? [version] : []);
            }
            catch (UserError failed)
            {
                first ??= failed;
            }
        }
        if (versions.Count > 0)
        {
            new RunRecord(finished.Directory, finished.Directory.ReadManifest())
                .Update(manifest => manifest with { CompiledPrompts = [.. versions.Distinct()] });
        }
        return first;
    }

    /// <exception cref="UserError">The plan is not valid, or the model found no way that keeps the rules.</exception>
    /// <param name="root">Of the main worktree.</param>
    public async Task<DecomposedPlan> SplitAsync(
        string root, string path, Settings settings, ILanguageModels models, CancellationToken cancel)
    {
        var limits = DecompositionLimits.From(settings);
        await using var asked = chronicle.Ask(root, models, "decompose", Path.GetFileNameWithoutExtension(path));
        try
        {
            using var client = asked.Open();
            var split = await decomposer.DecomposeAsync(path, client, limits, cancel);
            narrator.Step(string.Create(CultureInfo.InvariantCulture,
                $"{Path.GetFileName(path)}: {split.Subtasks.Count} subtasks, "
                + $"${split.Subtasks.Sum(one => one.CostUsd):0.00} together")
                + (split.Version is { } version ? $", by {version}" : ""));
            return split;
        }
        catch (Exception failure) when (ModelFailure.Explain(failure) is { } error)
        {
            throw new UserError(
                $"{Path.GetFileName(path)} is not split into subtasks: {error.Message}",
                $"{error.Hint}; then run 'lw_coder plan decompose {Path.GetFileNameWithoutExtension(path)}'",
                error.ExitCode, failure);
        }
    }
}
