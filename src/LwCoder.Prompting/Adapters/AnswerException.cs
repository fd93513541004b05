using LwCoder.Prompting.Models;

namespace LwCoder.Prompting.Adapters;

/// <summary>What a model wrote is not the answer that was asked for. Nothing was guessed.</summary>
public sealed class AnswerException : Exception
{
    /// <summary>An answer cannot be used.</summary>
    /// <param name="message">Where it departs from what was asked.</param>
    /// <param name="rawTexts">What the model wrote, every try in order, unchanged.</param>
    /// <param name="inner">The error underneath.</param>
    public AnswerException(string message, IReadOnlyList<string> rawTexts, Exception? inner = null) : base(message, inner) =>
        RawTexts = rawTexts;

    /// <summary>What the model wrote, every try in order, unchanged.</summary>
    public IReadOnlyList<string> RawTexts { get; }

    /// <summary>What the model wrote last.</summary>
    public string RawText => RawTexts.Count == 0 ? "" : RawTexts[^1];

    /// <summary>What all tries consumed.</summary>
    public Usage Usage { get; init; } = Usage.None;
}
