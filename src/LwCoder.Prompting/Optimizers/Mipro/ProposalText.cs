using System.Text.RegularExpressions;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>What a model wraps around the instruction it was asked for.</summary>
internal static partial class ProposalText
{
    /// <summary>
    /// The instruction alone. A label is taken off only if it says what follows: "You are a careful reviewer:" is part of it.
    /// </summary>
    public static string Clean(string reply)
    {
        var text = TextTolerance.WithoutFence(reply.Trim()).Trim();
        return (SaysWhatFollows().IsMatch(text) ? StripLabel(BoldLabel().Replace(text, "$1:")) : text.Trim('"')).Trim();
    }

    /// <summary>Without a leading label of up to five words and the quotes around.</summary>
    public static string StripLabel(string text) => Label().Replace(text, "").Trim('"');

    [GeneratedRegex(@"^[\*\s]*(([\w'\-]+\s+){0,4}[\w'\-]+):\s*")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[\*\s]*([\w'\-]+\s+){0,4}(instructions?|prompt|template|answer)\**:", RegexOptions.IgnoreCase)]
    private static partial Regex SaysWhatFollows();

    [GeneratedRegex(@"^\*\*([^*:\n]+):?\*\*:?")]
    private static partial Regex BoldLabel();
}
