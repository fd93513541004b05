using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Git;
using LwCoder.Platform;

namespace LwCoder.Commands.Finalize;

/// <summary>What became of a plan's work.</summary>
/// <param name="Commits">How many came onto the branch; null when an earlier finalize brought them.</param>
internal sealed record Finalized(string PlanId, string PlanPath, string Branch, string Tip, string Merge, int? Commits);

/// <summary>The last words of `finalize`.</summary>
internal sealed class FinalizeReport(TextWriter output)
{
    public void Write(Finalized done, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteString("plan_id", done.PlanId);
                writer.WriteString("plan_path", done.PlanPath);
                writer.WriteString("branch", done.Branch);
                writer.WriteString("tip", done.Tip);
                writer.WriteString("merge", done.Merge);
                writer.WriteNumberOrNull("commits", done.Commits);
            });
            return;
        }
        output.WriteLine($"finalized: {done.PlanId} is in {done.Branch} at {ObjectId.Short(done.Tip)}{How(done)}");
        output.WriteLine($"  plan      {done.PlanPath} is done");
        output.WriteLine($"  removed   the worktree, branch {done.PlanId} and the plan's backup");
    }

    /// <summary>For a plan that an earlier finalize has brought to its end.</summary>
    public void WriteDone(string planId, string planPath, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteString("plan_id", planId);
                writer.WriteString("plan_path", planPath);
                writer.WriteNull("branch");
            });
            return;
        }
        output.WriteLine($"finalized: {planId} is done already, and nothing is left to do");
    }

    private static string How(Finalized done) => done.Commits switch
    {
        null => "",
        0 => " (it was there already)",
        { } count => string.Create(CultureInfo.InvariantCulture, $" ({done.Merge}, {count} commit{(count == 1 ? "" : "s")})"),
    };
}
