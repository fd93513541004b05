namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>How much is tried, worked out from the number of candidates as MIPROv2 does.</summary>
/// <param name="Trials">Combinations tried.</param>
/// <param name="Instructions">Instructions for each component, the one there was included.</param>
/// <param name="DemoSets">Demo sets for each component, the empty one included; also made, for the proposer, where none is
/// to be shown.</param>
public sealed record MiproSize(int Trials, int Instructions, int DemoSets)
{
    /// <summary>Trials between two full evaluations.</summary>
    public const int FullEvaluationEvery = 5;

    /// <summary>The size for a number of candidates.</summary>
    /// <param name="candidates">6, 12 and 18 are called light, medium and heavy.</param>
    /// <param name="components">Components of the task.</param>
    /// <param name="isZeroShot">Whether only instructions are searched.</param>
    public static MiproSize Of(int candidates, int components, bool isZeroShot)
    {
        var variables = components * (isZeroShot ? 1 : 2);
        var trials = (int)Math.Max(2 * variables * Math.Log2(candidates), 1.5 * candidates);
        return new MiproSize(trials, isZeroShot ? candidates : candidates / 2, candidates);
    }

    /// <summary>Trials with the full evaluations between them, where trials are made on minibatches.</summary>
    public int TrialsWithFullEvaluations =>
        Trials + ((Trials + FullEvaluationEvery - 1) / FullEvaluationEvery) + 1;
}
