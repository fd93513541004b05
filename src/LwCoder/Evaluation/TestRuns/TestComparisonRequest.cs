using LwCoder.Git;
using LwCoder.Sessions;

namespace LwCoder.Evaluation.TestRuns;

/// <param name="Context">Repository, settings, sandbox and forwarded variables, as for a session.</param>
/// <param name="Trust">`--trust`: the user has allowed test commands with nothing around them.</param>
/// <param name="Force">Runs the tests although their results are known.</param>
internal sealed record TestComparisonRequest(
    SessionContext Context, string PlanId, string PlanPath, PlanChange Change, EvaluationFolder Folder,
    bool Trust = false, bool Force = false)
{
    public RepositoryFacts Repository => Context.Repository;
}

internal enum TestStep
{
    /// <summary>The checkout, its files and the commands of `[[code.setup]]`.</summary>
    Preparing,
    Running,
    /// <summary>A line the tests printed, without secrets.</summary>
    Output,
    /// <summary>Some failed, and are run once more to see whether they always do.</summary>
    RunningAgain,
    Finished,
    /// <summary>The results are known from an earlier evaluation.</summary>
    Known,
}

/// <param name="Text">The line, the command or the summary.</param>
internal sealed record TestProgress(TestSide Side, TestStep Step, string Text);
