using System.Text.RegularExpressions;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>The new text inside a model's reply.</summary>
internal static partial class ReflectionReply
{
    private const string Fence = "```";

    /// <summary>
    /// What stands between the first and the last fence, without a language's name; with one fence what it opens or closes;
    /// without any the whole reply.
    /// </summary>
    public static string Text(string reply)
    {
        var start = reply.IndexOf(Fence, StringComparison.Ordinal) + Fence.Length;
        var end = reply.LastIndexOf(Fence, StringComparison.Ordinal);
        if (start < end)
        {
            return Language().Replace(reply[start..end], "").Trim();
        }
        var trimmed = reply.Trim();
        if (reply.StartsWith(Fence, StringComparison.Ordinal))
        {
            return Opening().Replace(reply, "").Trim();
        }
        return trimmed.EndsWith(Fence, StringComparison.Ordinal) && !trimmed.StartsWith(Fence, StringComparison.Ordinal)
            ? trimmed[..^Fence.Length].Trim()
            : trimmed;
    }

    [GeneratedRegex(@"^\S*\n")]
    private static partial Regex Language();

    [GeneratedRegex(@"^```\S*\n?")]
    private static partial Regex Opening();
}
