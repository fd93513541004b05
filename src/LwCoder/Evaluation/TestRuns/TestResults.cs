using LwCoder.Evaluation.TestReports;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>What the tests of a commit said, with a change or without.</summary>
/// <param name="PatchSha256">Of the change; null for the commit as it is.</param>
/// <param name="ExitCode">As a shell has it; 124, as `timeout` has it, when it took too long.</param>
/// <param name="Format">What told the results; null when only the exit code did.</param>
/// <param name="Total">What the runner counted; more than there are cases when it named only some.</param>
/// <param name="Flaky">Names of tests that passed or failed by chance.</param>
internal sealed record TestResults(
    string Command, string Sandbox, string BaseSha, string? PatchSha256, int ExitCode, bool TimedOut, TimeSpan Duration,
    string? Format, int Total, int Passed, int Failed, int Skipped, IReadOnlyList<TestCase> Cases, IReadOnlyList<string> Flaky,
    string Tail)
{
    public const int TimeoutCode = 124;

    /// <summary>Nothing is known of single tests unless all of them are known.</summary>
    public bool IsComplete => !TimedOut && Total > 0 && Cases.Count == Total;

    public string Summary => (TimedOut ? "took too long and was ended; " : "") + (Format is null
        ? $"exit code {ExitCode}, no results that could be read"
        : $"{Passed} passed, {Failed} failed, {Skipped} skipped of {Total}, by {Format}")
        + (Flaky.Count > 0 ? $"; {Flaky.Count} flaky" : "");

    /// <param name="again">The same tests once more, after some had failed; null when there was no need.</param>
    public static TestResults Of(
        TestCommand command, string sandbox, string baseSha, string? patchSha256, TestRun run, TestRun? again) => new(
        command.Text, sandbox, baseSha, patchSha256, run.ExitCode ?? TimeoutCode, run.TimedOut, run.Duration,
        run.Report?.Format, run.Report?.Total ?? 0, run.Report?.Passed ?? 0, run.Report?.Failed ?? 0, run.Report?.Skipped ?? 0,
        run.Report?.Cases ?? [], FlakyIn(run, again), run.Tail);

    /// <summary>Where only failures have names, one that is not named the second time has passed then.</summary>
    private static List<string> FlakyIn(TestRun run, TestRun? again)
    {
        if (again?.Report is not { } second || again.TimedOut)
        {
            return [];
        }
        var then = TestTransitions.ByName(second.Cases);
        return
        [
            .. run.Failures.Select(test => test.Name).Distinct().Where(name =>
                then.TryGetValue(name, out var status) ? status == TestStatus.Passed : !second.IsComplete),
        ];
    }
}
