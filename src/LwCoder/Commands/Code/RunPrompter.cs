using System.Globalization;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Prompts;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Worktrees;

namespace LwCoder.Commands.Code;

/// <summary>Gives a run its prompts, and tells which and why.</summary>
internal sealed class RunPrompter(Narrator narrator)
{
    public async Task PromptAsync(
        SessionContext context, PromptChoice choice, OpenPlan plan, Worktree worktree, RunRecord run, CancellationToken cancel)
    {
        narrator.Step($"{(choice.IsGenerated ? "generated" : "active")} prompts: {choice.Why}");
        var prompts = await PromptPipeline.ActiveAsync(
            context.StateFolder, context.Agent, context.Model, narrator.Notice, cancel);
        if (choice.IsGenerated)
        {
            prompts = await GenerateAsync(context, choice, plan, worktree, run, prompts, cancel);
        }
        PromptPipeline.Write(prompts.Set, context.Agent, plan.Plan, new PromptTargets(
            run.Directory.PromptFile, context.Sandbox.PromptFolder(run.Directory.PromptFile), run.Directory.SubagentFolder));
        run.Update(manifest => manifest with
        {
            State = RunState.PromptsReady,
            PromptFingerprint = prompts.Set.Fingerprint,
            PromptSource = prompts.Source,
        });
        narrator.Step($"prompts ready: {Describe(prompts)} ({prompts.Set.Fingerprint}), {prompts.Set.Subagents.Count} subagents");
    }

    /// <summary>What was wrong first, then the task as the run before had it, with the same subagents.</summary>
    public async Task RecoverAsync(SessionContext context, CodeRecovery recovery, RunRecord run, CancellationToken cancel)
    {
        var (before, now) = (recovery.Of, run.Directory);
        var task = await File.ReadAllTextAsync(File.Exists(before.TaskFile) ? before.TaskFile : before.PromptFile, cancel);
        // A long plan lies beside the prompt, which names its folder.
        task = task.Replace(
            context.Sandbox.PromptFolder(before.PromptFile), context.Sandbox.PromptFolder(now.PromptFile),
            StringComparison.Ordinal);
        Copy(before.SubagentFolder, "*", now.SubagentFolder);
        Copy(Path.GetDirectoryName(before.PromptFile)!, "plan.md", Path.GetDirectoryName(now.PromptFile)!);
        AtomicFile.WriteText(now.TaskFile, task, toDisk: false);
        AtomicFile.WriteText(now.PromptFile, Diagnosis.Recoveries.RecoveryPrompter.Join(recovery.Prompt, task), toDisk: false);
        var first = before.ReadManifest();
        run.Update(manifest => manifest with
        {
            State = RunState.PromptsReady,
            PromptFingerprint = first.PromptFingerprint,
            PromptSource = first.PromptSource,
        });
        narrator.Step($"the session is told what went wrong ({recovery.Prompt.Source}), then its task");
    }

    private static void Copy(string folder, string pattern, string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder, pattern))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }

    private async Task<RunPrompts> GenerateAsync(
        SessionContext context, PromptChoice choice, OpenPlan plan, Worktree worktree, RunRecord run, RunPrompts active,
        CancellationToken cancel)
    {
        var calls = new CallLog();
        try
        {
            return await PromptPipeline.GenerateAsync(
                active, context.Agent, plan.Plan, worktree.Path, context.Models, calls, cancel);
        }
        catch (UserError failed) when (!choice.IsRequired)
        {
            narrator.Warn($"the active prompts are used, since generating prompts failed: {failed.Message}"
                + (failed.Hint is { } hint ? $" ({hint})" : ""));
            return active;
        }
        finally
        {
            Record(run, active, calls);
            context.Budget?.Charge(calls.Total);
        }
    }

    /// <summary>What was asked, answered and spent is known of a failed attempt too.</summary>
    private static void Record(RunRecord run, RunPrompts active, CallLog log)
    {
        if (log.Calls is not [.., var last] calls)
        {
            return;
        }
        AtomicFile.WriteText(run.Directory.PromptCalls, log.Format(calls.Count));
        var used = log.Total;
        run.Update(manifest => manifest with
        {
            PromptGeneration = new PromptGeneration(
                last.Model ?? "unknown",
                active.Base,
                active.BaseFingerprint,
                used.Calls,
                used.CacheHits,
                used.CostSource == CostSource.Unknown ? null : used.Cost,
                used.CostSource.ToString().ToLowerInvariant())
            {
                Tokens = new TokenCounts(used.InputTokens - used.CachedInputTokens, used.OutputTokens, used.CachedInputTokens),
            },
        });
    }

    private static string Describe(RunPrompts prompts) => prompts.Generation is { } generation
        ? $"generated by {generation.Model} ({Describe(generation.Usage)})"
        : prompts.Source;

    private static string Describe(Usage usage) => usage switch
    {
        { Calls: 0 } => "cached",
        { CostSource: CostSource.Unknown } => $"{Calls(usage.Calls)}, cost unknown",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Calls(usage.Calls)}, ${usage.Cost:0.0000}"),
    };

    private static string Calls(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} call{(count == 1 ? "" : "s")}");
}
