using System.Text.RegularExpressions;
using LwCoder.Templates;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Tests.Templates;

public sealed partial class StockFilesTests
{
    public static TheoryData<string> Prompts => [.. PromptPaths()];

    public static TheoryData<string> Reviewers =>
        [.. PromptPaths().Where(path => !path.EndsWith("main.md", StringComparison.Ordinal))];

    public static TheoryData<string> CodingPrompts =>
        [.. PromptPaths().Where(path => path.StartsWith("prompts/active/", StringComparison.Ordinal))];

    [Fact]
    public void The_planning_prompt_has_a_place_for_person_folder_and_idea_and_calls_its_reviewers()
    {
        var planning =
            StockFiles.All().Where(file => file.Path.StartsWith("prompts/planning/", StringComparison.Ordinal)).ToList();
        var main = planning.Single(file => file.Path.EndsWith("/main.md", StringComparison.Ordinal));

        Placeholder().Matches(main.Text).Select(match => match.Value)
            .Should().Equal("{person}", "{output_folder}", "{idea_text}");
        foreach (var reviewer in planning.Where(file => file != main))
        {
            main.Text.Should().Contain($"`{Path.GetFileNameWithoutExtension(reviewer.Path)}`");
            Placeholder().Matches(reviewer.Text).Should().BeEmpty();
        }
        planning.Should().HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(CodingPrompts))]
    public void A_prompt_has_the_plan_s_place_once_and_no_other_placeholder(string path) =>
        Placeholder().Matches(Text(path)).Select(match => match.Value).Should().Equal("{plan_text}");

    [Theory]
    [MemberData(nameof(Prompts))]
    public void A_prompt_is_plain_ascii_and_ends_with_a_line_end(string path) =>
        Text(path).Should().MatchRegex(@"\A[\x20-\x7e\n]+\n\z");

    [Theory]
    [MemberData(nameof(Reviewers))]
    public void A_reviewer_names_itself_after_its_file_and_says_when_to_use_it(string path)
    {
        var header = FrontMatter(path);

        header["name"].ToString().Should().Be(Path.GetFileNameWithoutExtension(path));
        header["description"].ToString().Should().NotBeNullOrWhiteSpace();
        header.Children.Should().HaveCount(2);
    }

    [Fact]
    public void Every_set_calls_every_reviewer_it_brings_by_its_name()
    {
        foreach (var set in StockPrompts.Sets)
        {
            var files = set.Files().ToList();
            var main = files.Single(file => file.Path.EndsWith("/main.md", StringComparison.Ordinal));
            foreach (var reviewer in files.Where(file => file != main))
            {
                main.Text.Should().Contain($"`{Path.GetFileNameWithoutExtension(reviewer.Path)}`");
            }
        }
    }

    [Fact]
    public void Variants_differ_in_how_they_work_and_not_in_a_title()
    {
        var mains = StockPrompts.Sets.Select(set => set.Files().First().Text).ToList();

        mains.Should().OnlyHaveUniqueItems();
        mains.Select(text => text.Split('\n')[0]).Distinct().Should().ContainSingle();
    }

    [Theory]
    [InlineData("code-reuse", 0.4)]
    [InlineData("plan-compliance", 0.6)]
    public void A_judge_has_a_weight_a_model_and_five_bands(string name, double weight)
    {
        var header = FrontMatter($"judges/{name}.md");

        double.Parse(header["weight"].ToString(), System.Globalization.CultureInfo.InvariantCulture).Should().Be(weight);
        header["model"].ToString().Should().NotBeNullOrWhiteSpace();
        Text($"judges/{name}.md").Split('\n').Count(line => Band().IsMatch(line)).Should().Be(5);
    }

    [Fact]
    public void The_dockerfile_builds_on_the_base_image_it_is_given() =>
        Text("code.Dockerfile").Should().MatchRegex(@"(?m)^ARG BASE_IMAGE\nFROM \$\{BASE_IMAGE\}$")
            .And.Contain("droid mcp add --type http context7 https://mcp.context7.com/mcp")
            .And.Contain("claude mcp add --transport http -s user context7 https://mcp.context7.com/mcp");

    [Fact]
    public void The_build_context_is_empty_unless_files_are_let_in() =>
        Text(".dockerignore").Split('\n').Where(line => line.Length > 0 && line[0] != '#').Should().Equal("**");

    [Fact]
    public void The_configuration_sets_nothing_and_shows_every_key()
    {
        var lines = Text("config.toml").Split('\n').Where(line => line.Length > 0).ToList();

        lines.Where(line => line[0] != '#').Should().Equal("[code]");
        lines.Select(line => Key().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(
                "tool", "model", "prompts", "sandbox", "forward_env", "env_file", "docker_build_args", "docker_run_args",
                "network", "memory", "pids", "idle_timeout", "session_timeout", "git", "patterns", "name", "command");
    }

    private static IEnumerable<string> PromptPaths() =>
        StockFiles.All().Select(file => file.Path).Where(path => path.StartsWith("prompts/", StringComparison.Ordinal));

    private static string Text(string path) => StockFiles.All().Single(file => file.Path == path).Text;

    private static YamlMappingNode FrontMatter(string path)
    {
        var parts = Text(path).Split("---\n", 3);
        parts[0].Should().BeEmpty();
        parts[2].Should().NotBeNullOrWhiteSpace();
        var yaml = new YamlStream();
        yaml.Load(new StringReader(parts[1]));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"\{[^}\n]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^# ([a-z_]+) = ")]
    private static partial Regex Key();

    [GeneratedRegex(@"^\| \d\.\d\d-\d\.\d\d \|")]
    private static partial Regex Band();
}
