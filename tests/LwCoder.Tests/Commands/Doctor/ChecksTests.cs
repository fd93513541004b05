using System.Runtime.Versioning;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Droid;
using LwCoder.Agents;
using LwCoder.Commands.Doctor.Checks;
using LwCoder.Commands.Doctor;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Doctor;

public sealed class ChecksTests : IDisposable
{
    private readonly TempDirectory _home = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("git version 2.39.5", 2, 39)]
    [InlineData("git version 2.47.1.windows.1", 2, 47)]
    [InlineData("git version 2.39.5 (Apple Git-154)", 2, 39)]
    public void Git_says_its_version_in_many_ways(string said, int major, int minor) =>
        GitCheck.VersionIn(said).Should().Be(new Version(major, minor));

    [Fact]
    public void A_version_that_cannot_be_read_is_no_problem() => GitCheck.VersionIn("git from source").Should().BeNull();

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Secrets_that_others_may_read_are_found_and_put_right()
    {
        var file = _home.Write(".lw_coder/.env", "X=1\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var found = await new SetupCheck(await SceneAsync()).RunAsync(default);
        await found.Should().ContainSingle().Subject.Repair!(default);

        found[0].Fix.Should().StartWith("chmod 600");
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await new SetupCheck(await SceneAsync()).RunAsync(default)).Should().BeEmpty();
    }

    [Fact]
    public async Task Prompts_of_the_old_layout_that_cannot_be_moved_are_named()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write(".lw_coder/prompts/active/claude-code-cli/default/main.md", "Do it.");
        repository.Write(".lw_coder/optimized_prompts/claude-code-cli/default/main.md", "In the way.");
        repository.Write(".lw_coder/optimized_prompts/claude-code-cli/opus/main.md", "Moves.");
        var scene = (await SceneAsync()) with { Repository = await repository.FactsAsync() };

        var found = await new SetupCheck(scene).RunAsync(default);

        found.Where(finding => finding.State == FindingState.Warning).Should().ContainSingle()
            .Which.Message.Should().Contain(Path.Combine("optimized_prompts", "claude-code-cli", "default"));
        Directory.Exists(Path.Combine(repository.Root, ".lw_coder", "optimized_prompts", "claude-code-cli", "opus"))
            .Should().BeFalse();
    }

    [Fact]
    public async Task A_plan_on_which_a_command_was_killed_is_told_from_one_whose_run_was()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var runs = new RunCatalog(Path.Combine(repository.Root, ".lw_coder", "runs"));
        var dead = new ProcessIdentity(Environment.MachineName, 999_999, "1");
        await RunLease.TakeAsync(runs, "finalized", dead, default);
        await RunLease.TakeAsync(runs, "coded", dead, default);
        var run = runs.Create("coded", TimeProvider.System.GetUtcNow());
        run.WriteManifest(Manifests.New(run.Id) with { State = RunState.Running, Owner = dead.ToString() });
        var scene = (await SceneAsync()) with { Repository = await repository.FactsAsync() };

        var found = await new UnfinishedRunCheck(scene).RunAsync(default);

        found.Should().HaveCount(2);
        Fix("finalized").Should().Contain("finalize");
        Fix("coded").Should().Be("lw_coder code coded");

        string Fix(string plan) => found.Single(finding => finding.Message.Contains(plan, StringComparison.Ordinal)).Fix!;
    }

    [Fact]
    public async Task A_broken_configuration_is_found_with_its_line()
    {
        _home.Write(".lw_coder/config.toml", "[defaults]\ntol = \"droid\"\n");

        var scene = await SceneAsync();

        scene.Findings.Should().Contain(known => known.Check == "setup" && known.Finding.State == FindingState.Problem
            && known.Finding.Message.Contains("config.toml:2", StringComparison.Ordinal)
            && known.Finding.Fix!.Contains("tool", StringComparison.Ordinal));
    }

    [UnixTheory]
    [InlineData("", FindingState.Problem, "not logged in")]
    [InlineData("{\"claudeAiOauth\":{\"refreshToken\":\"r\",\"expiresAt\":1}}", FindingState.Ok, "logged in by ~/.claude")]
    [InlineData("{\"claudeAiOauth\":{\"expiresAt\":1}}", FindingState.Problem, "ended 1970-01-01")]
    [InlineData("{\"claudeAiOauth\":{\"expiresAt\":99999999999999}}", FindingState.Ok, "logged in by ~/.claude")]
    [InlineData("no JSON", FindingState.Ok, "logged in by ~/.claude")]
    public async Task A_login_that_has_ended_is_none(string credentials, object state, string message)
    {
        if (credentials.Length > 0)
        {
            _home.Write(".claude/.credentials.json", credentials);
        }

        var login = (await AgentAsync(new ClaudeCodeAgent()))[^1];

        login.State.Should().Be((FindingState)state);
        login.Message.Should().Contain(message);
    }

    [UnixFact]
    public async Task The_program_itself_knows_best_whether_it_is_logged_in()
    {
        _home.Write(".claude/.credentials.json", "{\"claudeAiOauth\":{\"refreshToken\":\"r\"}}");
        await AddProgramAsync("claude", """
            [ "$1" = --version ] && echo "2.0.0 (Claude Code)" || echo '{"loggedIn": false}'
            """);

        var found = await AgentAsync(new ClaudeCodeAgent());

        found[0].Message.Should().Contain("2.0.0 (Claude Code)");
        found[1].State.Should().Be(FindingState.Problem);
        found[1].Message.Should().Contain("any more");
    }

    [UnixFact]
    public async Task A_login_only_this_machine_has_is_a_problem_for_containers()
    {
        await AddProgramAsync("claude", "echo '{\"loggedIn\": true}'");

        (await AgentAsync(new ClaudeCodeAgent()))[1].Should().Match<Finding>(
            login => login.State == FindingState.Problem && login.Message.Contains("container"));
        _home.Write(".lw_coder/config.toml", "[defaults]\nsandbox = \"host\"\n");
        (await AgentAsync(new ClaudeCodeAgent()))[1].State.Should().Be(FindingState.Note);
    }

    [Fact]
    public async Task A_key_in_the_users_env_file_is_a_login_and_an_address_is_none()
    {
        _home.Write(".lw_coder/.env", "ANTHROPIC_BASE_URL=http://x\n");
        (await AgentAsync(new ClaudeCodeAgent()))[^1].State.Should().Be(FindingState.Problem);

        _home.Write(".lw_coder/.env", "ANTHROPIC_API_KEY=secret-value\n");
        var login = (await AgentAsync(new ClaudeCodeAgent()))[^1];

        login.State.Should().Be(FindingState.Ok);
        login.Message.Should().Contain("ANTHROPIC_API_KEY").And.NotContain("secret-value");
    }

    [Fact]
    public async Task An_agent_that_is_not_chosen_is_only_noted()
    {
        (await AgentAsync(new DroidAgent())).Should().OnlyContain(finding => finding.State == FindingState.Note);
    }

    [Theory]
    [InlineData(".factory/auth.v2.file", FindingState.Ok)]
    [InlineData(".factory/auth.v2.keyring", FindingState.Note)]
    [InlineData(".factory/mcp-oauth.v2.file", FindingState.Note)]
    public async Task Droids_logins_are_told_apart(string file, object state)
    {
        _home.Write(file, "x");

        (await AgentAsync(new DroidAgent()))[^1].State.Should().Be((FindingState)state);
    }

    private async Task<IReadOnlyList<Finding>> AgentAsync(IProgramAgent agent) =>
        await new AgentCheck(await SceneAsync(), agent, TemporaryRepository.Processes, TimeProvider.System).RunAsync(default);

    private Task<DoctorScene> SceneAsync()
    {
        _variables["PATH"] = _home.In("bin");
        var reader = new DoctorSceneReader(
            _ => Task.FromResult<RepositoryFacts?>(null), new HomeLayout(_home.Path), _variables);
        return reader.ReadAsync(offline: true, default);
    }

    private Task AddProgramAsync(string name, string script) => ShellScript.WriteAsync(_home.In("bin", name), script);
}
