namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>What a model of a world does.</summary>
internal enum SimRole
{
    /// <summary>Answers cases.</summary>
    Task,
    /// <summary>Rewrites an instruction by feedback.</summary>
    Reflect,
    /// <summary>Guesses an instruction from examples, without feedback.</summary>
    Propose,
}
