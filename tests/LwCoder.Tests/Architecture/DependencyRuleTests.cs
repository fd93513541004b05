using System.Text.RegularExpressions;
using LwCoder.Tests.Configuration;

namespace LwCoder.Tests.Architecture;

/// <summary>Who may use whom (docs/architecture.md), read from the source: a room is a folder and its namespace.</summary>
public sealed partial class DependencyRuleTests
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Platform"] = [],
        ["Templates"] = ["Platform"],
        ["Git"] = ["Platform"],
        ["Configuration"] = ["Platform"],
        ["FrontMatters"] = [],
        ["Plans"] = ["FrontMatters", "Git", "Configuration", "Platform"],
        ["Worktrees"] = ["Git", "Configuration", "Platform"],
        ["Runs"] = ["Git", "Configuration", "Platform"],
        ["Sandboxes"] = ["Platform"],
        ["Completions"] = ["Configuration", "Platform"],
        ["Models"] = ["Configuration", "Platform"],
        ["Hooks"] = ["Configuration", "Platform"],
        ["Agents"] = ["Models", "Configuration", "Platform"],
        ["Prompts"] = ["Agents", "Models", "Plans", "FrontMatters", "Configuration", "Platform"],
        ["Telemetry"] = ["Platform"],
        ["Recording"] = ["Telemetry", "Agents", "Runs", "Platform"],
        ["Evaluation"] =
            ["Sessions", "Sandboxes", "Agents", "Prompts", "Models", "Runs", "Worktrees", "Plans", "Git", "Configuration",
                "Platform"],
        ["Training"] =
        [
            "Judges", "Evaluation", "Sessions", "Sandboxes", "Prompts", "Agents", "Runs", "Worktrees", "Plans", "FrontMatters",
            "Git", "Configuration", "Platform",
        ],
        ["Judges"] = ["Evaluation", "Prompts", "Models", "Plans", "FrontMatters", "Git", "Configuration", "Platform"],
        ["Sessions"] =
            [
                "Agents", "Hooks", "Models", "Sandboxes", "Prompts", "Recording", "Telemetry", "Runs", "Worktrees", "Plans",
                "Git", "Configuration", "Platform",
            ],
        ["Diagnosis"] = ["Agents", "Models", "Sessions", "Telemetry", "Runs", "Configuration", "Platform"],
        ["Optimization"] =
            ["Diagnosis", "Telemetry", "Training", "Agents", "Models", "Prompts", "Plans", "FrontMatters", "Configuration",
                "Platform"],
        ["Cleanup"] = ["Training", "Evaluation", "Agents", "Sandboxes", "Runs", "Worktrees", "Git", "Configuration", "Platform"],
    };

    private static readonly string Source = Path.Combine(ProjectFolder.Path, "src", "LwCoder");

    [Fact]
    public void Every_room_uses_only_the_rooms_below_it()
    {
        var broken = from file in Files()
                     let room = RoomOf(file)
                     where room is not ("Commands" or "")
                     from used in UsedRooms(file)
                     where used != room && !MayUse[room].Contains(used)
                     select $"{Path.GetRelativePath(Source, file)} uses {used}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void The_map_has_a_row_for_each_room()
    {
        var map = File.ReadAllText(Path.Combine(ProjectFolder.Path, "docs", "architecture.md"));
        var rooms = Directory.GetDirectories(Source).Select(Path.GetFileName).Except(["bin", "obj"]).ToList();

        MapRow().Matches(map).Select(row => row.Groups[1].Value).Should().BeEquivalentTo(rooms);
        MayUse.Keys.Append("Commands").Should().BeEquivalentTo(rooms);
    }

    [Fact]
    public void No_verb_uses_another_verbs_folder()
    {
        var broken = from file in Files()
                     where RoomOf(file) == "Commands"
                     let verb = Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar)[1]
                     from Match match in VerbReference().Matches(File.ReadAllText(file))
                     where match.Groups[1].Value is var used && used != verb && used != "Shared"
                     select $"{Path.GetRelativePath(Source, file)} uses Commands.{match.Groups[1].Value}";

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Only_the_process_runner_starts_processes()
    {
        var broken = Files()
            .Where(file => !file.Contains(Path.Combine("Platform", "Processes"), StringComparison.Ordinal))
            .Where(file => StartsProcess().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Source, file));

        broken.Should().BeEmpty();
    }

    [Fact]
    public void Every_file_lives_in_the_namespace_of_its_folder()
    {
        var broken = from file in Files()
                     let folder = Path.GetRelativePath(Source, Path.GetDirectoryName(file)!)
                     let expected = folder == "." ? "LwCoder" : "LwCoder." + folder.Replace(Path.DirectorySeparatorChar, '.')
                     let declared = Namespace().Match(File.ReadAllText(file))
                     where declared.Success && declared.Groups[1].Value != expected
                     select $"{Path.GetRelativePath(Source, file)} declares {declared.Groups[1].Value}";

        broken.Should().BeEmpty();
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Source, file).StartsWith("obj", StringComparison.Ordinal)
                && !Path.GetRelativePath(Source, file).StartsWith("bin", StringComparison.Ordinal));

    private static string RoomOf(string file) =>
        Path.GetRelativePath(Source, file).Split(Path.DirectorySeparatorChar) is [var room, _, ..] ? room : "";

    private static IEnumerable<string> UsedRooms(string file) =>
        RoomReference().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value).Distinct()
            .Where(name => Directory.Exists(Path.Combine(Source, name)));

    [GeneratedRegex(@"^\| `([A-Z]\w+)(?:/<Verb>)?` \|", RegexOptions.Multiline)]
    private static partial Regex MapRow();

    [GeneratedRegex(@"\bLwCoder\.([A-Z]\w*)")]
    private static partial Regex RoomReference();

    [GeneratedRegex(@"\bLwCoder\.Commands\.([A-Z]\w*)")]
    private static partial Regex VerbReference();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bProcessStartInfo\b|\bProcess\.Start\(")]
    private static partial Regex StartsProcess();
}
