namespace LwCoder.Telemetry.CompiledPrompts;

/// <summary>What an optimizer made of recorded sessions, what it made it from, and how it did.</summary>
internal sealed record CompiledPrompt
{
    /// <summary>What readers ask for, such as `fitter-dispatch:infinite_retry`.</summary>
    public required string PromptId { get; init; }

    public required string ModuleName { get; init; }

    public required string SignatureName { get; init; }

    /// <summary>The kind of session it is for, if it is for one.</summary>
    public string? Category { get; init; }

    /// <summary>The text with its placeholders; null when all there is is a program.</summary>
    public string? Text { get; init; }

    /// <summary>A prompting program as its own JSON.</summary>
    public string? ProgramJson { get; init; }

    /// <summary>Of the examples it was compiled from, 64 hex digits.</summary>
    public string? DatasetHash { get; init; }

    public double? Score { get; init; }

    public double? BaselineScore { get; init; }

    /// <summary>Ends of the interval of the difference to the baseline.</summary>
    public double? IntervalLow { get; init; }

    /// <inheritdoc cref="IntervalLow"/>
    public double? IntervalHigh { get; init; }

    public string? Optimizer { get; init; }

    /// <summary>US dollars that compiling it took.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>What compiled it, and its version.</summary>
    public required string Compiler { get; init; }

    public required DateTimeOffset CompiledAt { get; init; }

    /// <summary>The whole report of the optimizer, as JSON.</summary>
    public string? ReportJson { get; init; }
}

/// <param name="Version">From 1, ascending for each prompt id.</param>
internal sealed record CompiledPromptVersion(CompiledPrompt Prompt, int Version, PromptStatus Status)
{
    public DateTimeOffset? ActivatedAt { get; init; }

    public DateTimeOffset? RetiredAt { get; init; }
}

/// <summary>The text in use.</summary>
/// <param name="Version">Null for a row of the earlier system, which knew no versions.</param>
internal sealed record ActivePrompt(string PromptId, string Text, int? Version);
