using LwCoder.Commands.Shared;
using LwCoder.Plans;

namespace LwCoder.Commands.RecoverPlan;

/// <summary>The last words of `recover-plan`: what is back, and where.</summary>
internal sealed class RecoverReport(TextWriter output)
{
    public void Write(string planId, string file, string? worktree, PlanBackupText found, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteString("plan_id", planId);
                writer.WriteString("plan_path", file);
                writer.WriteString("worktree", worktree);
                writer.WriteString("backup", found.Commit);
                writer.WriteBoolean("was_abandoned", found.Abandonment is not null);
            });
            return;
        }
        output.WriteLine($"recovered: {planId}");
        output.WriteLine($"  plan      {file}");
        if (worktree is not null)
        {
            output.WriteLine($"  worktree  {worktree} on branch {planId}");
        }
        output.WriteLine($"  next      'lw_coder code {planId}' goes on with it");
    }
}
