using LwCoder.Platform.Files;

namespace LwCoder.Templates;

/// <summary>Everything `init` puts into a repository's `.lw_coder`, in the order in which it is reported.</summary>
internal static class StockFiles
{
    private static readonly string[] PlanningFiles =
        ["main.md", "maintainability-reviewer.md", "test-discovery.md", "test-reviewer.md"];

    private static readonly Lazy<IReadOnlyList<StockFile>> Files = new(() =>
    [
        Template("config.toml"),
        Template("code.Dockerfile"),
        Template(".dockerignore"),
        Template("judges/code-reuse.md"),
        Template("judges/plan-compliance.md"),
        .. StockPrompts.Sets.SelectMany(set => set.Files()),
        .. PlanningFiles.Select(name =>
            new StockFile($"prompts/planning/{name}", EmbeddedFiles.Read($"Templates/planning/{name}"))),
        // An empty folder does not survive a commit; this file makes it.
        new("tasks/.gitkeep", ""),
    ]);

    public static IReadOnlyList<StockFile> All() => Files.Value;

    private static StockFile Template(string path) => new(path, EmbeddedFiles.Read($"Templates/{path}"));
}
