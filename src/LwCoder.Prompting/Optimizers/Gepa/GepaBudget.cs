namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Metric calls for people who have no number in mind: the sizes DSPy calls light, medium and heavy.</summary>
public static class GepaBudget
{
    private const int Minibatch = 35;
    private const int FullEvery = 5;
    private const int Bootstraps = 5;

    /// <summary>6 candidates.</summary>
    public const int Light = 6;

    /// <summary>12 candidates.</summary>
    public const int Medium = 12;

    /// <summary>18 candidates.</summary>
    public const int Heavy = 18;

    /// <summary>The metric calls of a size.</summary>
    /// <param name="candidates"><see cref="Light"/>, <see cref="Medium"/>, <see cref="Heavy"/> or any number.</param>
    /// <param name="components">Components of the task.</param>
    /// <param name="devExamples">Examples that decide.</param>
    public static int Of(int candidates, int components, int devExamples)
    {
        var trials = (int)Math.Max(4 * components * Math.Log2(candidates), 1.5 * candidates);
        var full = 2 + ((trials + 1) / FullEvery) + (trials < FullEvery ? 1 : 0);
        return (candidates * Bootstraps) + (trials * Minibatch) + (full * devExamples);
    }
}
