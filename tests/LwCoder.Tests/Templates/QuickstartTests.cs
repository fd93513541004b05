using LwCoder.Platform.Files;
using LwCoder.Prompting.Scripting;

namespace LwCoder.Tests.Templates;

public sealed class QuickstartTests
{
    [Fact]
    public void The_sample_is_embedded_without_build_output() =>
        EmbeddedFiles.Under("quickstart").Should().BeEquivalentTo(
            "README.md", "code.Dockerfile", "plan.md", "script.yaml", "repository/.gitattributes", "repository/.gitignore",
            "repository/AGENTS.md", "repository/Directory.Build.props", "repository/README.md", "repository/src/Duration.cs",
            "repository/tests/Program.cs", "repository/tests/tests.csproj");

    [Fact]
    public void Every_edit_of_the_script_finds_its_place_exactly_once()
    {
        var files = EmbeddedFiles.Under("quickstart/repository")
            .ToDictionary(path => path, path => EmbeddedFiles.Read($"quickstart/repository/{path}"));
        var edits = Answers().SelectMany(answer => answer.ToolCalls).Where(call => call.Name == "edit").ToList();

        edits.Should().NotBeEmpty();
        foreach (var edit in edits.Select(call => call.Arguments))
        {
            var (path, find) = (edit.String("path"), edit.String("find"));
            files[path].Split(find).Should().HaveCount(2, $"'{find}' is to be edited in {path}");
            files[path] = files[path].Replace(find, edit.String("replace"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_prompts_come_first_and_then_the_agent_answers_in_turn_until_it_finishes()
    {
        Answers()[0].Signature.Should().Be("run_prompts");
        var conversations = Answers().Where(answer => answer.Signature!.StartsWith("mini", StringComparison.Ordinal))
            .GroupBy(answer => answer.Signature).ToList();

        conversations.Should().NotBeEmpty();
        foreach (var conversation in conversations)
        {
            conversation.Select(answer => answer.Turn)
                .Should().Equal(Enumerable.Range(1, conversation.Count()).Select(turn => (int?)turn));
            conversation.Last().ToolCalls.Should().ContainSingle().Which.Name.Should().Be("finish");
        }
    }

    [Fact]
    public void Every_stock_judge_has_an_answer_and_each_is_told_from_the_other()
    {
        var judges = EmbeddedFiles.Under("Templates/judges")
            .Select(path => EmbeddedFiles.Read($"Templates/judges/{path}")).ToList();
        var answers = Answers().Where(answer => answer.Signature == "judge").ToList();

        answers.Should().HaveSameCount(judges).And.OnlyContain(answer =>
            judges.Count(judge => judge.ReplaceLineEndings(" ").Contains(answer.When!)) == 1);
    }

    private static IReadOnlyList<ScriptEntry> Answers() => Script.FromYaml(EmbeddedFiles.Read("quickstart/script.yaml")).Entries;
}
