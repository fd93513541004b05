using System.Text.Json.Nodes;
using LwCoder.Agents;
using LwCoder.Agents.Droid;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Droid;

public sealed class DroidAgentTests : IDisposable
{
    private readonly AgentsTestFolder _user = new();
    private readonly AgentsTestFolder _run = new();
    private readonly DroidAgent _agent = new();
    private readonly AgentLaunch _launch =
        new("/workspace", "/home/droiduser", "/tmp/lw_coder/main_prompt.md", "custom:mine", Contained: true);

    public void Dispose()
    {
        _user.Dispose();
        _run.Dispose();
        File.Delete(_run.Path + ".lent.json");
    }

    [Fact]
    public void Headless_takes_the_prompt_from_a_file_and_prints_events()
    {
        var command = _agent.Headless(_launch);

        command.Arguments.Should().Equal(
            "droid", "exec", "-f", "/tmp/lw_coder/main_prompt.md", "-o", "stream-json", "-m", "custom:mine",
            "--skip-permissions-unsafe");
        command.InputFile.Should().BeNull();
        command.Environment.Should().Contain("FACTORY_DROID_AUTO_UPDATE_ENABLED", "false");
    }

    [Fact]
    public void Outside_a_sandbox_droid_asks_before_risky_commands() =>
        _agent.Headless(_launch with { Contained = false }).Arguments.Should().ContainInOrder("--auto", "medium")
            .And.NotContain("--skip-permissions-unsafe");

    [Fact]
    public void The_first_message_names_the_prompt_file() =>
        _agent.Interactive(_launch).Arguments.Should().Equal(
            "droid", "--auto", "high", "Read /tmp/lw_coder/main_prompt.md and carry out the instructions in it.");

    [Fact]
    public void A_fresh_home_trusts_the_workspace_and_sends_nothing_to_the_cloud()
    {
        _agent.PrepareHome(_run.Path, _user.Path, _launch).Should().BeEmpty();

        var settings = Json(".factory/settings.json");
        settings["trustedFolders"]!["/workspace"]!["trustedAt"].Should().NotBeNull();
        settings["cloudSessionSync"]!.GetValue<bool>().Should().BeFalse();
        settings["sessionDefaultSettings"]!["model"]!.GetValue<string>().Should().Be("custom:mine");
    }

    [Fact]
    public void The_users_settings_with_comments_lie_over_the_images_without_their_hooks()
    {
        _run.Write(".factory/settings.json", """{"a":1,"sessionDefaultSettings":{"autonomyLevel":"low"}}""");
        _user.Write(".factory/settings.json", """
            // Factory settings
            {"customModels":[{"id":"custom:mine","apiKey":"k"}], "cloudSessionSync": true, /* c */ "hooks":{},
             "sessionDefaultSettings":{"reasoningEffort":"high"},}
            """);

        _agent.PrepareHome(_run.Path, _user.Path, _launch with { Model = null }).Should().BeEmpty();

        var settings = Json(".factory/settings.json");
        settings["customModels"]![0]!["id"]!.GetValue<string>().Should().Be("custom:mine");
        settings["cloudSessionSync"]!.GetValue<bool>().Should().BeTrue("that is the user's decision");
        settings["sessionDefaultSettings"]!.ToJsonString().Should().Be("""{"autonomyLevel":"low","reasoningEffort":"high"}""");
        settings["a"].Should().NotBeNull();
        settings["hooks"].Should().BeNull();
    }

    [Fact]
    public void The_servers_the_image_adds_stay_beside_the_users()
    {
        _run.Write(".factory/mcp.json", """{"mcpServers":{"context7":{"url":"image"},"both":{"url":"image","disabled":true}}}""");
        _user.Write(".factory/mcp.json", """{"mcpServers":{"mine":{"url":"user"},"both":{"url":"user"}}}""");

        _agent.PrepareHome(_run.Path, _user.Path, _launch);

        Json(".factory/mcp.json")["mcpServers"]!.ToJsonString().Should().Be(
            """{"context7":{"url":"image"},"both":{"url":"user"},"mine":{"url":"user"}}""");
    }

    [Fact]
    public void A_login_in_the_desktops_keyring_is_pointed_out()
    {
        _user.Write(".factory/auth.v2.keyring", "cipher");

        _agent.PrepareHome(_run.Path, _user.Path, _launch).Should().ContainSingle().Which.Should().Contain("FACTORY_API_KEY");

        _run.Has(".factory/auth.v2.keyring").Should().BeFalse();
    }

    [Fact]
    public void A_subagent_has_a_lower_case_name_and_a_category_of_tools() =>
        _agent.FormatSubagent(new Subagent("Plan-Checker", "Checks", "Look.\n")).Should().Be(
            "---\nname: plan-checker\ndescription: Checks\nmodel: inherit\ntools: read-only\n---\n\nLook.\n");

    private JsonObject Json(string file) => JsonNode.Parse(_run.Read(file))!.AsObject();
}
