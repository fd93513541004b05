using LwCoder.Platform.Files;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Tests.Templates;

public sealed class QuickstartTests
{
    [Fact]
    public void The_sample_is_embedded_without_build_output() =>
        EmbeddedFiles.Under("quickstart").Should().BeEquivalentTo(
            "README.md", "plan.md", "script.yaml", "repository/.gitattributes", "repository/.gitignore", "repository/AGENTS.md",
            "repository/Directory.Build.props", "repository/README.md", "repository/src/Duration.cs",
            "repository/tests/Program.cs", "repository/tests/tests.csproj");

    [Fact]
    public void Every_edit_of_the_script_finds_its_place_exactly_once()
    {
        var files = EmbeddedFiles.Under("quickstart/repository")
            .ToDictionary(path => path, path => EmbeddedFiles.Read($"quickstart/repository/{path}"));

        foreach (var step in Script().Where(step => step.Children.ContainsKey("edit")))
        {
            var (path, find, replace) = (step["edit"].ToString(), step["find"].ToString(), step["replace"].ToString());
            files[path].Split(find).Should().HaveCount(2, $"'{find}' is to be edited in {path}");
            files[path] = files[path].Replace(find, replace, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_step_does_one_thing_and_the_last_one_finishes()
    {
        var actions = Script().Select(step => step.Children.Keys.Select(key => key.ToString())
            .Where(key => key is not ("say" or "exit" or "prints" or "find" or "replace"))).ToList();

        actions.Should().AllSatisfy(keys => keys.Should().ContainSingle().Which.Should().BeOneOf("run", "edit", "finish"));
        actions[^1].Should().Equal("finish");
        actions[..^1].Should().NotContain(keys => keys.Contains("finish"));
    }

    private static IEnumerable<YamlMappingNode> Script()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(EmbeddedFiles.Read("quickstart/script.yaml")));
        return ((YamlSequenceNode)yaml.Documents[0].RootNode).Cast<YamlMappingNode>();
    }
}
