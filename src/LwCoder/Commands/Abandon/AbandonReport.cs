using LwCoder.Commands.Shared;
using LwCoder.Plans;

namespace LwCoder.Commands.Abandon;

/// <summary>The last words of `abandon`: what became of the work, and how it comes back.</summary>
internal sealed class AbandonReport(TextWriter output)
{
    public void Write(NamedPlan plan, Abandonment abandonment, int commits, int uncommitted, bool canRecover, bool json)
    {
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteString("plan_id", plan.Id);
                writer.WriteString("plan_path", plan.File);
                writer.WriteString("reason", abandonment.Reason);
                writer.WriteString("base_sha", abandonment.BaseSha);
                writer.WriteString("branch_tip", abandonment.BranchTip);
                writer.WriteNumber("commits", commits);
                writer.WriteNumber("uncommitted", uncommitted);
                writer.WriteString("kept_at", abandonment.KeptAt);
                writer.WriteBoolean("recoverable", canRecover);
            });
            return;
        }
        output.WriteLine($"abandoned: {plan.Id}");
        output.WriteLine($"  work      {(abandonment.KeptAt is { } kept ? $"kept at {kept}" : "there was none")}");
        if (canRecover)
        {
            output.WriteLine($"  next      'lw_coder recover-plan {plan.Id}' brings it back");
        }
    }
}
