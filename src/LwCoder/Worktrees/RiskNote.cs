using System.IO.Enumeration;
using LwCoder.Git;
using LwCoder.Platform.Terminal;

namespace LwCoder.Worktrees;

/// <summary>
/// Lines about changes that deserve a look before they are used, because they run by themselves, choose what runs, or
/// weaken what was to be checked.
/// </summary>
internal static class RiskNote
{
    /// <summary>Globs without `/` match a name anywhere, others the whole path; `*` crosses folders.</summary>
    private static readonly (string Topic, string[] Globs)[] Topics =
    [
        ("hooks", [".husky/*", "*/.husky/*", ".githooks/*", "*/.githooks/*", ".pre-commit-config.y*ml", "lefthook.y*ml",
            ".lefthook.y*ml", ".lintstagedrc*", ".overcommit.yml"]),
        ("CI", [".github/workflows/*", ".github/actions/*", ".gitlab-ci.yml", ".gitlab/*", "Jenkinsfile*", ".circleci/*",
            "azure-pipelines*", ".azure-pipelines/*", ".buildkite/*", ".drone.y*ml", ".travis.yml", "bitbucket-pipelines.yml",
            ".woodpecker*", "appveyor.yml", ".ci/*"]),
        ("lock file", ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock*", "Cargo.lock",
            "poetry.lock", "uv.lock", "Pipfile.lock", "pdm.lock", "Gemfile.lock", "composer.lock", "go.sum", "packages.lock.json",
            "flake.lock", "Package.resolved", "mix.lock", "gradle.lockfile", "pubspec.lock", "deno.lock"]),
        ("agent or editor settings", [".claude/*", "*/.claude/*", ".factory/*", "*/.factory/*", ".cursor/*", "*/.cursor/*",
            ".codex/*", ".opencode/*", ".gemini/*", ".lw_coder/*", "AGENTS.md", "CLAUDE.md", "GEMINI.md", ".mcp.json",
            ".cursorrules", ".windsurfrules", ".github/copilot-instructions.md", ".vscode/*", "*/.vscode/*", ".idea/*",
            "*/.idea/*", ".devcontainer/*", ".devcontainer.json", ".envrc", "mise.toml", ".tool-versions"]),
        ("git settings", [".gitattributes", ".gitmodules", ".lfsconfig", ".gitconfig"]),
    ];

    private static readonly string[] TestFolders = ["test", "tests", "spec", "specs", "__tests__", "testdata", "e2e"];

    /// <summary>With their case, because `Latest.cs` is no test.</summary>
    private static readonly string[] TestNames =
    [
        "*Test.*", "*Tests.*", "*Spec.*", "*_test.*", "*_tests.*", "*-test.*", "*.test.*", "*_spec.*", "*.spec.*", "test_*",
        "conftest.py",
    ];

    /// <returns>One line for each kind of risk, with the paths; empty when there is nothing to say.</returns>
    public static IReadOnlyList<string> From(ChangeSummary changes, IReadOnlyList<MovedRepository> moved)
    {
        var lines = new List<string>();
        foreach (var (topic, globs) in Topics)
        {
            Add($"{topic} changed", changes.Entries.Where(entry => Touches(entry, path => Matches(path, globs))));
        }
        Add("tests deleted", changes.Entries.Where(entry => entry.Kind == 'D' && IsTest(entry.Path)));
        Add("tests edited", changes.Entries.Where(entry => entry.Kind is 'M' or 'R' or 'T' && Touches(entry, IsTest)));
        Add("made executable", changes.Entries.Where(entry =>
            entry.NewMode == DiffEntry.ExecutableMode && entry.OldMode != DiffEntry.ExecutableMode));
        Add("submodule moved to another commit", changes.Entries.Where(entry => entry.NewMode == DiffEntry.GitlinkMode));
        Add("looks like a git directory", changes.Entries.Where(entry => IsGitDirectoryPart(entry, changes)));
        lines.AddRange(changes.LinkTargets.Where(link => LeavesTree(link.Key, link.Value))
            .Select(
                link => $"symbolic link leaves the tree: {TerminalText.Label(link.Key)} -> {TerminalText.Label(link.Value)}"));
        lines.AddRange(moved.Select(one =>
            $"a repository inside the worktree was moved away: {TerminalText.Label(one.Path)} is now {one.MovedTo}"));
        return lines;

        void Add(string what, IEnumerable<DiffEntry> entries)
        {
            var paths = entries.Select(entry => TerminalText.Label(entry.Path)).ToList();
            if (paths.Count > 0)
            {
                var more = paths.Count > 5 ? $" and {paths.Count - 5} more" : "";
                lines.Add($"{what}: {string.Join(", ", paths.Take(5))}{more}");
            }
        }
    }

    private static bool Touches(DiffEntry entry, Func<string, bool> matches) =>
        matches(entry.Path) || (entry.OriginalPath is { } original && matches(original));

    private static bool Matches(string path, string[] globs, bool ignoreCase = true)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return globs.Any(glob =>
            FileSystemName.MatchesSimpleExpression(glob, glob.Contains('/', StringComparison.Ordinal) ? path : name, ignoreCase));
    }

    private static bool IsTest(string path) =>
        path.Split('/').SkipLast(1).Any(folder =>
            TestFolders.Contains(folder, StringComparer.OrdinalIgnoreCase)
            || folder.EndsWith(".Tests", StringComparison.OrdinalIgnoreCase))
        || Matches(path, TestNames, ignoreCase: false);

    /// <summary>A folder with a HEAD and a config is a repository to a git that is run in it.</summary>
    private static bool IsGitDirectoryPart(DiffEntry entry, ChangeSummary changes) =>
        entry.Kind != 'D' && entry.Path.EndsWith("/HEAD", StringComparison.Ordinal)
        && changes.Entries.Any(other => other.Kind != 'D' && other.Path == entry.Path[..^"HEAD".Length] + "config");

    private static bool LeavesTree(string path, string target)
    {
        if (target.StartsWith('/') || target.StartsWith('\\') || target.Contains(':', StringComparison.Ordinal))
        {
            return true;
        }
        var depth = path.Count(letter => letter == '/');
        foreach (var part in target.Split('/', '\\'))
        {
            depth += part switch { ".." => -1, "" or "." => 0, _ => 1 };
            if (depth < 0)
            {
                return true;
            }
        }
        return false;
    }
}
