using LwCoder.Platform.Files;

namespace LwCoder.Templates;

/// <summary>
/// The prompt sets lw_coder starts with. All are made from one text: what differs is how the tool starts its subagents
/// (`delegation/`) and how the model works best (`pace/`), so an improvement to the rest reaches every set.
/// </summary>
internal static class StockPrompts
{
    private static readonly string[] Reviewers = ["code-review-auditor.md", "plan-alignment-checker.md"];

    public static IReadOnlyList<StockPromptSet> Sets { get; } =
    [
        new("claude-code-cli", "default", Pace: "default"),
        new("claude-code-cli", "haiku", Pace: "haiku"),
        new("claude-code-cli", "opus", Pace: "opus"),
        new("claude-code-cli", "sonnet", Pace: "sonnet"),
        new("droid", "default", Pace: "default"),
        new("mini", "default", Pace: "mini"),
    ];

    /// <summary>The set's files, each with `{plan_text}` once where the plan belongs.</summary>
    public static IEnumerable<StockFile> Files(this StockPromptSet set)
    {
        var folder = $"prompts/active/{set.Tool}/{set.Variant}";
        var main = Read("main.md")
            .Replace("{delegation}", Read($"delegation/{set.Tool}.md").TrimEnd(), StringComparison.Ordinal)
            .Replace("{pace}", Read($"pace/{set.Pace}.md").TrimEnd(), StringComparison.Ordinal);
        return [new($"{folder}/main.md", main), .. Reviewers.Select(name => new StockFile($"{folder}/{name}", Read(name)))];
    }

    private static string Read(string name) => EmbeddedFiles.Read($"Templates/prompts/{name}");
}

/// <param name="Tool">The tool's folder under `prompts/active`.</param>
/// <param name="Variant">The model's alias, or `default`.</param>
/// <param name="Pace">The text in `pace/` that suits the model.</param>
internal sealed record StockPromptSet(string Tool, string Variant, string Pace);
