namespace LwCoder.Commands.Optimize;

/// <summary>What every kind of optimization is told.</summary>
internal sealed record OptimizeOptions
{
    public required OptimizeTarget Target { get; init; }

    /// <summary>gepa, mipro or bootstrap.</summary>
    public string Optimizer { get; init; } = "gepa";

    /// <summary>The most metric calls of each prompt.</summary>
    public int BudgetCalls { get; init; } = 300;

    /// <summary>US dollars, for everything together.</summary>
    public decimal MaxCost { get; init; } = 5;

    public int Seed { get; init; }

    /// <summary>Who answers with the prompt; null: the configured model.</summary>
    public string? Model { get; init; }

    /// <summary>Who writes new prompts; null: the configured model.</summary>
    public string? Writer { get; init; }

    /// <summary>Of recoveries: who judges them beside the rules for texts; null: nobody.</summary>
    public string? Judge { get; init; }

    /// <summary>Of recoveries: only this way to go wrong; null: all.</summary>
    public string? Category { get; init; }

    /// <summary>Of recoveries: only sessions of this agent; null: all.</summary>
    public string? Tool { get; init; }

    /// <summary>Of the classifier: the file of checked diagnoses; null: the usual one.</summary>
    public string? Gold { get; init; }

    public bool Json { get; init; }
}

internal enum OptimizeTarget
{
    Recovery,
    Classifier,
    Decompose,
    Prompts,
}
