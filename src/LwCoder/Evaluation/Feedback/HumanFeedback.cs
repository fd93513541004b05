namespace LwCoder.Evaluation.Feedback;

internal enum HumanVerdict { Accept, Reject }

/// <summary>What a person says of a plan's change: in words, as a verdict, or both.</summary>
internal sealed record HumanFeedback(string Text, HumanVerdict? Verdict = null)
{
    /// <summary>The verdict as a number, 1 or 0; null without one.</summary>
    public double? Score => Verdict switch
    {
        HumanVerdict.Accept => 1,
        HumanVerdict.Reject => 0,
        _ => null,
    };

    public bool IsEmpty => Verdict is null && string.IsNullOrWhiteSpace(Text);
}
