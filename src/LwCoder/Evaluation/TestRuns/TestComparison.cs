using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// Runs a project's tests without a plan's change and with it, and says what the change did to them. Failing tests are data.
/// Each side is kept as soon as it is known, so that what was interrupted goes on.
/// </summary>
/// <param name="trust">Asked before tests run with nothing around them.</param>
internal sealed class TestComparison(TestRunner runner, TrustGate trust)
{
    /// <param name="tell">Called from several threads at once, while it goes on.</param>
    /// <exception cref="UserError">
    /// No command is known, it is not trusted, the sandbox or a setup command failed, or the change does not fit its base.
    /// </exception>
    public async Task<TestComparisonResult> RunAsync(
        TestComparisonRequest request, Action<TestProgress> tell, CancellationToken cancel)
    {
        var context = request.Context;
        var command = await new TestCommandFinder(context.Settings, context.Models).FindAsync(request.Repository.Root, cancel);
        CheckoutShelf.In(context.StateFolder).Sweep();
        if (!context.Protection.Contained)
        {
            trust.Require(request.Repository.Root, [new Risk("[eval] test_command", [command.Text])], request.Trust);
        }
        var (before, after) = await RunBothAsync(request, command, tell, cancel);
        var result = new TestComparisonResult(
            command, before, after, TestTransitions.Of(before, after), TamperReport.Of(before, after, request.Change.Files));
        Write(TestSide.Before, TestResultsFile.Format(before, comparison: null));
        Write(TestSide.After, TestResultsFile.Format(after, result));
        return result;

        void Write(TestSide side, byte[] json) =>
            AtomicFile.WriteBytes(request.Folder.In(TestResultsFile.NameOf(side)), json);
    }

    private async Task<(TestResults Before, TestResults After)> RunBothAsync(
        TestComparisonRequest request, TestCommand command, Action<TestProgress> tell, CancellationToken cancel)
    {
        // When one side fails, the other is not worth waiting for.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var before = OfAsync(TestSide.Before);
        if (!SpareMemory.IsEnoughForTwo(request.Context.SandboxLimits.Memory))
        {
            await before;
        }
        var after = OfAsync(TestSide.After);
        try
        {
            await await Task.WhenAny(before, after);
            return (await before, await after);
        }
        catch
        {
            await either.CancelAsync();
            await Task.WhenAll(Settled(before), Settled(after));
            throw;
        }

        async Task<TestResults> OfAsync(TestSide side)
        {
            var patchSha = side == TestSide.Before ? null : request.Change.Sha256;
            var (sandbox, baseSha) = (request.Context.Sandbox.Name, request.Change.BaseSha);
            if (!request.Force && TestState.Read(request.Folder, side, command, sandbox, baseSha, patchSha) is { } known)
            {
                tell(new TestProgress(side, TestStep.Known, known.Summary));
                return known;
            }
            var (run, again) = await runner.RunAsync(request, side, command, tell, either.Token);
            var results = TestResults.Of(command, sandbox, baseSha, patchSha, run, again);
            TestState.Write(request.Folder, side, results);
            tell(new TestProgress(side, TestStep.Finished, results.Summary));
            return results;
        }
    }

    /// <summary>Its end, whatever it is: the first failure has been thrown already.</summary>
    private static Task Settled(Task task) => task.ContinueWith(
        _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
