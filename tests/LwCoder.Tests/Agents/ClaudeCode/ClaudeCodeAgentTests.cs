using System.Text.Json.Nodes;
using LwCoder.Agents;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.ClaudeCode;

public sealed class ClaudeCodeAgentTests : IDisposable
{
    private readonly AgentsTestFolder _user = new();
    private readonly AgentsTestFolder _run = new();
    private readonly ClaudeCodeAgent _agent = new();
    private readonly AgentLaunch _launch = new("/workspace", "/home/agent", "/lw/prompts/main.md", "opus", Contained: true);

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
            "claude", "-p", "--output-format", "stream-json", "--verbose", "--model", "opus", "--dangerously-skip-permissions");
        command.InputFile.Should().Be("/lw/prompts/main.md");
        command.Environment.Should().Contain("IS_SANDBOX", "1").And.Contain("DISABLE_AUTOUPDATER", "1");
    }

    [Fact]
    public void Outside_a_sandbox_the_agents_own_questions_stay_in_force()
    {
        var command = _agent.Headless(_launch with { Contained = false, Model = null });

        command.Arguments.Should().NotContain("--dangerously-skip-permissions").And.NotContain("--model")
            .And.ContainInOrder("--permission-mode", "acceptEdits", "--allowedTools", "Bash");
        command.Environment.Should().NotContainKey("IS_SANDBOX");
    }

    [Fact]
    public void The_first_message_comes_after_a_double_dash_and_names_the_prompt_file() =>
        _agent.Interactive(_launch).Arguments.TakeLast(2).Should().Equal(
            "--", "Read /lw/prompts/main.md and carry out the instructions in it.");

    [Fact]
    public void Outside_a_sandbox_the_first_message_is_not_taken_for_another_allowed_tool() =>
        _agent.Interactive(_launch with { Contained = false }).Arguments.Should().ContainInOrder("--allowedTools", "Bash", "--");

    [Fact]
    public void A_session_is_resumed_by_its_id() =>
        _agent.Resume(_launch, "abc").Arguments.Should().ContainInOrder("claude", "--resume", "abc");

    [Fact]
    public void A_fresh_home_has_nothing_left_to_ask()
    {
        _agent.PrepareHome(_run.Path, _user.Path, _launch).Should().BeEmpty();

        var state = Json(".claude.json");
        state["hasCompletedOnboarding"]!.GetValue<bool>().Should().BeTrue();
        state["projects"]!["/workspace"]!["hasTrustDialogAccepted"]!.GetValue<bool>().Should().BeTrue();
        Json(".claude/settings.json")["skipDangerousModePermissionPrompt"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public void A_key_the_user_forwards_is_not_asked_about_again()
    {
        _agent.PrepareHome(_run.Path, _user.Path, _launch with
        {
            Secrets = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-ant-0123456789-0123456789-end" },
        });

        Json(".claude.json")["customApiKeyResponses"]!["approved"]![0]!.GetValue<string>().Should().Be("56789-0123456789-end");
    }

    [Fact]
    public void Of_the_users_state_only_the_login_and_the_servers_go_along_and_the_images_servers_stay()
    {
        _run.Write(".claude.json", """
            {"mcpServers":{"context7":{"url":"image"},"both":{"url":"image","headers":{}}},"numStartups":3}
            """);
        _user.Write(".claude.json", """
            {"oauthAccount":{"emailAddress":"a@b"},"projects":{"/secret/customer":{}},"tipsHistory":{},
             "mcpServers":{"mine":{"command":"x"},"both":{"url":"user"}}}
            """);

        _agent.PrepareHome(_run.Path, _user.Path, _launch);

        var state = Json(".claude.json");
        state["oauthAccount"]!["emailAddress"]!.GetValue<string>().Should().Be("a@b");
        state["mcpServers"]!.AsObject().Select(server => server.Key).Should().BeEquivalentTo("context7", "both", "mine");
        state["mcpServers"]!["both"]!.ToJsonString().Should().Be("""{"url":"user"}""");
        state["projects"]!.AsObject().Should().ContainSingle();
        state["tipsHistory"].Should().BeNull();
        state["numStartups"]!.GetValue<int>().Should().Be(3);
    }

    [Fact]
    public void Settings_that_run_programs_of_the_host_stay_behind()
    {
        _run.Write(".claude/settings.json", """{"permissions":{"deny":["Read(/image)"]},"env":{"A":"image","B":"image"}}""");
        _user.Write(".claude/settings.json", """
            {"hooks":{"Stop":[]},"apiKeyHelper":"/home/me/key.sh","statusLine":{},"model":"opus","env":{"A":"user"},
             "permissions":{"deny":["Read(.env)"],"additionalDirectories":["/home/me"],"defaultMode":"plan"}}
            """);

        _agent.PrepareHome(_run.Path, _user.Path, _launch);

        var settings = Json(".claude/settings.json");
        settings.Select(entry => entry.Key)
            .Should().BeEquivalentTo("permissions", "env", "model", "skipDangerousModePermissionPrompt");
        settings["permissions"]!.ToJsonString().Should().Be("""{"deny":["Read(.env)"]}""");
        settings["env"]!.ToJsonString().Should().Be("""{"A":"user","B":"image"}""");
    }

    [Fact]
    public void Settings_that_are_no_json_are_named_and_left_out()
    {
        _user.Write(".claude/settings.json", "{ broken");

        _agent.PrepareHome(_run.Path, _user.Path, _launch)
            .Should().ContainSingle().Which.Should().Contain(_user[".claude/settings.json"]);

        Json(".claude/settings.json")["skipDangerousModePermissionPrompt"].Should().NotBeNull();
    }

    [Fact]
    public void The_login_is_lent_for_the_owners_eyes_only()
    {
        _user.Write(".claude/.credentials.json", """{"claudeAiOauth":{"accessToken":"t"}}""");

        _agent.PrepareHome(_run.Path, _user.Path, _launch);

        _run.Read(".claude/.credentials.json").Should().Be(_user.Read(".claude/.credentials.json"));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_run[".claude/.credentials.json"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(_run[".claude.json"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_subagent_has_quoted_front_matter_and_no_tools_key() =>
        _agent.FormatSubagent(new Subagent("reviewer", "Reviews: \"all\" of\nit # really", "Look.\n")).Should().Be(
            "---\nname: reviewer\ndescription: \"Reviews: \\\"all\\\" of it # really\"\nmodel: inherit\n---\n\nLook.\n");

    private JsonObject Json(string file) => JsonNode.Parse(_run.Read(file))!.AsObject();
}
