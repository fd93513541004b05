namespace LwCoder.Prompting.Modules;

/// <summary>What an answer is worth. Higher is better; by custom 0 to 1.</summary>
/// <param name="Value">The worth; a finite number.</param>
/// <param name="Feedback">Why, in words an author or a model can act on.</param>
public readonly record struct Score(double Value, string? Feedback = null)
{
    /// <summary>A worth without words.</summary>
    public static implicit operator Score(double value) => new(value);

    /// <summary>A worth without words.</summary>
    public static Score FromDouble(double value) => new(value);

    /// <summary>1 for yes, 0 for no.</summary>
    public static implicit operator Score(bool isGood) => new(isGood ? 1 : 0);

    /// <summary>1 for yes, 0 for no.</summary>
    public static Score FromBoolean(bool isGood) => isGood;
}
