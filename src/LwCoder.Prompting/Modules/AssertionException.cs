using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>A model's answer has the right shape but still breaks a required rule, also when shown so.</summary>
public sealed class AssertionException : Exception
{
    /// <summary>Rules are broken.</summary>
    public AssertionException(string signature, IReadOnlyList<string> broken, FieldValues outputs, string rawText)
        : base($"The answer to {signature} breaks: {string.Join("; ", broken)}")
    {
        Broken = broken;
        Outputs = outputs;
        RawText = rawText;
    }

    /// <summary>The rules, as the model was told them.</summary>
    public IReadOnlyList<string> Broken { get; }

    /// <summary>The answer.</summary>
    public FieldValues Outputs { get; }

    /// <summary>What the model wrote, unchanged.</summary>
    public string RawText { get; }

    /// <summary>What all calls consumed.</summary>
    public Usage Usage { get; init; } = Usage.None;
}
