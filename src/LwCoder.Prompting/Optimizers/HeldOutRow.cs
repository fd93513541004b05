using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>One held-out example with the baseline's run and the best candidate's.</summary>
public sealed record HeldOutRow(Example Example, Rollout Baseline, Rollout Best);
