using LwCoder.Agents;
using LwCoder.Evaluation;
using LwCoder.Evaluation.Feedback;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Sessions.Scratch;

namespace LwCoder.Commands.Eval;

/// <summary>
/// A talk in the terminal with an agent that knows the evidence and writes down what the person thinks of a change. What it
/// wrote is text like any other: bounded, without secrets, and kept with the evidence.
/// </summary>
/// <param name="redact">Takes the secrets of this machine out of a text.</param>
internal sealed class FeedbackTalk(
    ScratchSession sessions, ScratchSweep sweep, ScratchRemoval removal, RunEnding ending, Func<string, string> redact,
    Narrator narrator)
{
    public const string Name = "feedback";

    /// <exception cref="UserError">Nobody can talk here.</exception>
    public static void Require(SessionContext context, string planId)
    {
        if (context.Agent is not IProgramAgent)
        {
            throw new UserError(
                $"{context.Agent.Tool} does not talk in a terminal",
                $"name an agent that does: lw_coder eval {planId} --talk --tool claude-code", ExitCode.Usage);
        }
        if (!context.Interactive)
        {
            throw new UserError(
                "a talk about the change needs a person at a terminal",
                $"start it in one and without --headless, or give the words: lw_coder eval {planId} --feedback \"...\"",
                ExitCode.NeedsPerson);
        }
    }

    /// <summary>Leaves the words in the evaluation's folder.</summary>
    /// <returns>False when the person left without any.</returns>
    /// <exception cref="UserError">There was no talk.</exception>
    public async Task<bool> RunAsync(SessionContext context, TalkEvidence evidence, CancellationToken cancel)
    {
        var atBase = context with
        {
            Repository = context.Repository with { Head = evidence.Change.BaseSha },
            Protection = await context.Sandbox.CheckAsync(cancel),
        };
        narrator.Step($"talk with {context.Agent.Tool} about the change; the evaluation goes on when you leave");
        var ended = await sessions.RunAsync(
            atBase, new ScratchRuns(context.StateFolder, Name), evidence.Plan.Id.Value, evidence.Plan.Path,
            evidence.WritePrompt, cancel);
        // What was begun is brought to its end, also after Ctrl-C.
        var written = await FinishAsync(context.Repository, context.StateFolder, ended, CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        if (ended.Broken is not null)
        {
            throw ended.Broken;
        }
        var manifest = ended.Run.Manifest;
        return written || manifest.Outcome == SessionOutcome.NoChanges.Name() ? written : throw new UserError(
            $"the talk came to nothing: {TerminalText.OneLine(manifest.Reason ?? "", 300)}",
            $"try again, or give the words: lw_coder eval {manifest.PlanId} --feedback \"...\"",
            (ExitCode)(manifest.ExitCode ?? (int)ExitCode.Failed));
    }

    /// <summary>Cleans up after killed talks, also about other plans, and keeps what had been written in them.</summary>
    public Task SweepAsync(RepositoryFacts facts, string stateFolder, CancellationToken cancel) => sweep.RunAsync(
        facts,
        new ScratchRuns(stateFolder, Name),
        (run, broken) => FinishAsync(facts, stateFolder, new EndedScratch(run, Session: null, broken), cancel),
        cancel);

    private async Task<bool> FinishAsync(
        RepositoryFacts facts, string stateFolder, EndedScratch ended, CancellationToken cancel)
    {
        var run = ended.Run;
        run.Update(manifest => manifest with { State = RunState.Collecting });
        var written = Keep(RunCatalog.In(stateFolder), run, ended.Session);
        TalkEvidence.Remove(run.Directory);
        await removal.RunAsync(facts, run, cancel);
        await ending.RecordAsync(
            facts.Root, run, ended.Session, ended.Broken, new CollectedWork(written, HasEarlierWork: false, []));
        return written;
    }

    /// <summary>Before the record says that the session is finished, so that a kill loses no words. Can be repeated.</summary>
    private bool Keep(RunCatalog runs, RunRecord run, SessionReport? session)
    {
        var file = new FileInfo(Path.Combine(ScratchRuns.OutputOf(run.Directory), HumanFeedbackFile.Name));
        var target = EvaluationFolder.Of(runs, run.Manifest.PlanId).In(HumanFeedbackFile.Name);
        try
        {
            // Of links the agent made, nothing is read; and words that came later than those of a killed talk stay.
            if (file is not { Exists: true, LinkTarget: null, Length: > 0 }
                || File.GetLastWriteTimeUtc(target) > file.LastWriteTimeUtc
                || HumanFeedbackFile.Read(file.FullName) is not { } words)
            {
                return false;
            }
            var text = redact(new Redactor(session?.Secrets ?? []).Redact(words.Text));
            HumanFeedbackFile.Write(target, new HumanFeedback(text, words.Verdict ?? HumanFeedbackFile.Read(target)?.Verdict));
            return true;
        }
        catch (UserError unusable)
        {
            narrator.Warn($"{file.FullName} stays where it is: {unusable.Message}");
            return false;
        }
    }
}
