using LwCoder.Agents;

namespace LwCoder.Tests.Agents;

public sealed class AgentCatalogTests
{
    [Theory]
    [InlineData("droid", "droid")]
    [InlineData("claude-code", "claude-code")]
    [InlineData("claude-code-cli", "claude-code")]
    [InlineData("mini", "mini")]
    public void An_agent_is_found_by_its_name_and_by_its_prompt_folder(string name, string tool) =>
        AgentCatalog.Find(name).Tool.Should().Be(tool);

    [Fact]
    public void An_unknown_tool_is_a_usage_error_that_lists_the_known_ones()
    {
        var find = () => AgentCatalog.Find("codex");

        var error = find.Should().Throw<UserError>().WithMessage("*'codex'*").Which;
        error.ExitCode.Should().Be(LwCoder.ExitCode.Usage);
        error.Hint.Should().ContainAll("droid", "claude-code", "mini");
    }
}
