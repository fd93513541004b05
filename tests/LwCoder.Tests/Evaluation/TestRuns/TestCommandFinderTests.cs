using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Evaluation.TestRuns;

public sealed class TestCommandFinderTests : IDisposable
{
    private readonly SandboxTempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_configured_command_wins_over_all_others()
    {
        _folder.Write("repo/.lw_coder/config.toml", "[eval]\ntest_command = \"make check\"\n");
        _folder.Write("repo/.lw_coder/test_command", "make test\n");

        (await FindAsync()).Should().Be(new TestCommand("make check", "[eval] test_command"));
    }

    [Fact]
    public async Task What_was_remembered_is_used_without_its_remarks()
    {
        _folder.Write("repo/.lw_coder/test_command", "# by hand\n\nmake test\n");
        _folder.Write("repo/go.mod", "module m\n");

        (await FindAsync()).Text.Should().Be("make test");
    }

    [Theory]
    [InlineData("go.mod", "module m\n", "go test ./...")]
    [InlineData("web/package.json", """{"scripts":{"test":"x"}}""", "cd 'web' && npm test")]
    public async Task A_project_that_leaves_no_doubt_needs_no_model_and_is_remembered(string file, string text, string command)
    {
        _folder.Write($"repo/{file}", text);

        (await FindAsync()).Text.Should().Be(command);

        File.ReadAllText(_folder["repo", ".lw_coder", "test_command"]).Should().Be(command + "\n");
    }

    [Fact]
    public async Task Where_files_leave_a_doubt_a_model_reads_the_guidance()
    {
        _folder.Write("repo/go.mod", "module m\n");
        _folder.Write("repo/package.json", """{"scripts":{"test":"x"}}""");
        _folder.Write("repo/AGENTS.md", "Run both.\n");

        var found = await FindAsync("go test ./... && npm test");

        found.Text.Should().Be("go test ./... && npm test");
        (await FindAsync()).Text.Should().Be("go test ./... && npm test", "it is remembered");
    }

    [Fact]
    public async Task Without_a_model_the_doubt_is_told_with_its_cure()
    {
        _folder.Write("repo/go.mod", "module m\n");
        _folder.Write("repo/package.json", """{"scripts":{"test":"x"}}""");

        var error = (await FluentActions.Awaiting(() => FindAsync()).Should().ThrowAsync<UserError>()).Which;

        error.Message.Should().Be("the project may be tested by go test ./... or npm test");
        error.Hint.Should().Contain("test_command");
        error.ExitCode.Should().Be(ExitCode.NeedsPerson);
    }

    [Fact]
    public async Task A_model_that_knows_none_is_no_answer()
    {
        _folder.Write("repo/AGENTS.md", "Be nice.\n");

        (await FluentActions.Awaiting(() => FindAsync(" ")).Should().ThrowAsync<UserError>())
            .Which.Message.Should().Contain("nothing in the project's files says");
        File.Exists(_folder["repo", ".lw_coder", "test_command"]).Should().BeFalse();
    }

    private Task<TestCommand> FindAsync(string? answer = null)
    {
        var variables = new Dictionary<string, string> { ["HOME"] = _folder.Path, ["USERPROFILE"] = _folder.Path };
        var settings = new SettingsReader(HomeLayout.From(variables), variables).Read(_folder.Folder("repo"));
        return new TestCommandFinder(settings, new Answering(answer)).FindAsync(_folder["repo"], default);
    }

    private sealed class Answering(string? answer) : ILanguageModels
    {
        public bool IsConfigured => answer is not null;

        public IChatClient Open(string? model = null) =>
            new ScriptedChatClient(new Script([new ScriptEntry { Outputs = FieldValues.Of(("command", answer!)) }]));
    }
}
