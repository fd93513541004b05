using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class SetupSettingsTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Steps_keep_their_order_and_have_defaults()
    {
        _fixture.WriteRepository("""
            [[code.setup]]
            name = "install"
            command = "npm ci"
            [[code.setup]]
            name = "database"
            command = "docker compose up -d"
            working_dir = "web"
            where = "host"
            timeout = "90s"
            continue_on_failure = true
            teardown = "docker compose down"
            """);

        _fixture.Read().Get(SetupSettings.Steps).Should().Equal(
            new SetupStep("install", "npm ci", ".", false, TimeSpan.FromMinutes(10), false, null),
            new SetupStep(
                "database", "docker compose up -d", "web", true, TimeSpan.FromSeconds(90), true, "docker compose down"));
    }

    [Theory]
    [InlineData(
        "[[code.setup]]\nname = \"a\"", ":1:8: [[code.setup]] command is missing", "write for example command = \"make ready\"")]
    [InlineData("[[code.setup]]\nname = \"a\"\ncomand = \"b\"",
        ":3:1: [[code.setup]] unknown key \"comand\"; allowed here: name, command, working_dir, where, timeout, "
        + "continue_on_failure, teardown", "did you mean command?")]
    [InlineData("[[code.setup]]\nname = \"a\"\ncommand = 3",
        ":3:11: [[code.setup]] command: found the number 3, but it must be a command",
        "write for example command = \"make ready\"")]
    [InlineData("[[code.setup]]\nname = \"a\"\ncommand = \"b\"\nworking_dir = \"../x\"",
        ":4:15: [[code.setup]] working_dir: found the string \"../x\", "
        + "but it must be a folder inside the repository, without \"..\"",
        "write for example working_dir = \"web\"")]
    [InlineData("[code.setup]\nname = \"a\"", ": [code] setup: found a table, but it must be tables [[code.setup]]", null)]
    [InlineData("[code]\nsetup = [1]", ": [code] setup: found the number 1, but it must be tables [[code.setup]]", null)]
    [InlineData(
        "[worktree]\nfile_sink = 1", ":2:1: [worktree] unknown key \"file_sink\"; allowed here: [worktree.file_sync]",
        "did you mean file_sync?")]
    [InlineData("[worktree.file_sync]\npatterns = [\".env\", \"../x\"]", ":2:21: [worktree.file_sync] patterns: found the "
        + "string \"../x\"", null)]
    [InlineData(
        "[worktree.file_sync]\nmax_file_size_mb = 0", ":2:20: [worktree.file_sync] max_file_size_mb: found the number 0", null)]
    public void A_mistake_is_named_with_its_place_and_its_fix(string toml, string message, string? fix)
    {
        var error = _fixture.ErrorOfRepository(toml);

        error.Message.Should().StartWith(_fixture.RepositoryFile).And.Contain(message);
        error.ExitCode.Should().Be(ExitCode.Environment);
        if (fix is not null)
        {
            error.Hint.Should().Be(fix);
        }
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("~/secrets")]
    [InlineData("a/../../b")]
    [InlineData("C:/x")]
    [InlineData("")]
    public void A_pattern_cannot_leave_the_repository(string pattern) =>
        _fixture.ErrorOfRepository($"[worktree.file_sync]\npatterns = ['{pattern}']").Message
            .Should().Contain("patterns: found the string");

    [Fact]
    public void Only_what_leaves_a_sandbox_needs_trust()
    {
        SetupStep inside = new("install", "npm ci", ".", false, TimeSpan.Zero, OnHost: false, null);
        SetupStep outside = new("db", "up", "web", false, TimeSpan.Zero, OnHost: true, "down");

        SetupSettings.RisksOf([inside], contained: true).Should().BeEmpty();
        SetupSettings.RisksOf([inside, outside], contained: true).Single().Values
            .Should().Equal("db (in web): up", "db (in web), teardown: down");
        SetupSettings.RisksOf([inside], contained: false).Single().Values.Should().Equal("install: npm ci");
    }

    [Fact]
    public void A_mistyped_event_of_a_hook_is_named()
    {
        _fixture.WriteHome("[hooks.code_completed]\ncommand = 'x'");

        var error = _fixture.Error();

        error.Message.Should().Contain(
            "config.toml:1:8: [hooks] unknown key \"code_completed\"; allowed here: [hooks.plan_file_created], ");
        error.Hint.Should().Be("did you mean code_complete?");
    }

    [Fact]
    public void A_repository_cannot_set_hooks() =>
        _fixture.ErrorOfRepository("[hooks.code_complete]\ncommand = 'x'").Hint
            .Should().Be("hooks belongs in ~/.lw_coder/config.toml in your home; move it there");
}
