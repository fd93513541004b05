namespace LwCoder.Plans;

/// <summary>Which way `code` may move a plan: to coding, on to implemented, or back when it fails.</summary>
internal static class PlanStatusRules
{
    /// <summary>A plan may be coded again, also after a run that died; one that a person has closed may not.</summary>
    /// <exception cref="UserError">The plan is done or abandoned.</exception>
    public static void RequireCodable(Plan plan)
    {
        if (plan.Status is PlanStatus.Done or PlanStatus.Abandoned)
        {
            throw new UserError(
                $"plan {plan.Id} is {plan.Status.ToWord()}",
                $"to work on it again, write 'status: ready' in {plan.Path}");
        }
    }

    /// <summary>
    /// The status to restore when a run fails: the one from before. A plan found in coding was left there by a run
    /// that died; it becomes ready, so that no plan claims for ever to be worked on. The git_sha stays what the run
    /// made it, because the worktree and branch start there.
    /// </summary>
    public static PlanStatus AfterFailure(PlanStatus before) =>
        before == PlanStatus.Coding ? PlanStatus.Ready : before;
}
