using System.Text.RegularExpressions;

namespace LwCoder.Prompts.Versions;

/// <summary>`&lt;tool folder&gt;/&lt;variant&gt;`: which prompts, whatever is in them.</summary>
internal sealed partial record PromptSetName(string ToolFolder, string Variant)
{
    /// <returns>Null for a text that is no such name: it may come from a file that somebody else wrote.</returns>
    public static PromptSetName? TryParse(string text) =>
        text.Split('/') is [var tool, var variant] && IsFolderName(tool) && IsFolderName(variant) ? new(tool, variant) : null;

    /// <summary>The folder of this set in one of the folders under `prompts`.</summary>
    public string In(string folder) => Path.Combine(folder, ToolFolder, Variant);

    public override string ToString() => $"{ToolFolder}/{Variant}";

    /// <summary>One folder, and no way out of the one it is in.</summary>
    public static bool IsFolderName(string text) => FolderName().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex FolderName();
}
