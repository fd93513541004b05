namespace LwCoder.Commands.RecoverPlan;

/// <summary>What `lw_coder recover-plan` was asked to do.</summary>
/// <param name="PlanId">Null to list.</param>
internal sealed record RecoverPlanOptions(string? PlanId, bool Force, bool PlanOnly, bool Json);
