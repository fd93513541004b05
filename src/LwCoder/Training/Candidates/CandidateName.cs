using System.Globalization;
using System.Text.RegularExpressions;
using LwCoder.Prompts.Versions;

namespace LwCoder.Training.Candidates;

/// <summary>`&lt;tool folder&gt;/&lt;variant&gt;/candidate-NNN`, as commands take and print it.</summary>
internal sealed partial record CandidateName(string ToolFolder, string Variant, int Number)
{
    public string Folder => FolderOf(Number);

    /// <summary>The prompts it was made from, and whose place it may take.</summary>
    public PromptSetName Set => new(ToolFolder, Variant);

    public static string FolderOf(int number) => string.Create(CultureInfo.InvariantCulture, $"candidate-{number:000}");

    /// <returns>Null for a folder that is none of a candidate.</returns>
    public static int? NumberOf(string folder) =>
        Numbered().Match(folder) is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    public override string ToString() => $"{ToolFolder}/{Variant}/{Folder}";

    [GeneratedRegex(@"\Acandidate-(\d{3,9})\z")]
    private static partial Regex Numbered();
}
