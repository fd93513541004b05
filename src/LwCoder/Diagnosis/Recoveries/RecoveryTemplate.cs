using System.Text.RegularExpressions;
using LwCoder.Platform.Files;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>A text with places for <see cref="RecoveryInputs"/>: hand-written and always there, or compiled.</summary>
/// <param name="Source">`template`, or the version of the compiled prompt.</param>
internal sealed partial record RecoveryTemplate(string Text, string Source)
{
    public const string HandWritten = "template";

    private const int Longest = 256 * 1024;

    private static readonly string[] Common = ["session_id", "summary", "suggested_action", "tool_activity"];
    private static readonly string[] OfRetry = ["last_error", "failing_tool", "retry_count"];

    public static RecoveryTemplate For(FailureCategory category) =>
        new(EmbeddedFiles.Read($"Templates/recovery/{category.Name()}.md"), HandWritten);

    /// <summary>What keeps a text from elsewhere from being used for a category; null when nothing does.</summary>
    public string? ProblemFor(FailureCategory category)
    {
        var known = category == FailureCategory.InfiniteRetry ? Common.Concat(OfRetry) : Common;
        var used = Place().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();
        return string.IsNullOrWhiteSpace(Text) ? "it is blank"
            : Text.Length > Longest ? $"it is longer than {Longest} characters"
            : !used.Contains("summary") ? "it has no place for {summary}"
            : used.FirstOrDefault(name => Common.Concat(OfRetry).Contains(name) && !known.Contains(name)) is { } foreign
                ? $"there is no {{{foreign}}} for {category.Name()}"
                : null;
    }

    /// <summary>Every place once and at once: what is put in is not looked at again. Other braces are the text's own.</summary>
    public string Fill(RecoveryInput input)
    {
        var values = RecoveryInputs.ByName(input);
        return Place().Replace(Text, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value)).Trim();
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Place();
}
