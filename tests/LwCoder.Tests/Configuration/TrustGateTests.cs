using System.Text.Json;
using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class TrustGateTests : IDisposable
{
    private static readonly Risk[] Risks = [new("[code] docker_run_args", ["--volume", "/:/host"])];

    private readonly SettingsFixture _fixture = new();
    private readonly List<string> _questions = [];
    private readonly List<string> _warnings = [];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Nothing_risky_asks_nothing()
    {
        Gate(answer: null).Require("/r", [], trustFlag: false);

        Directory.Exists(_fixture.Home.TrustDirectory).Should().BeFalse();
    }

    [Fact]
    public void Without_a_terminal_the_settings_and_the_flag_are_named()
    {
        var error = ErrorOf(() => Gate(answer: null).Require("/r", Risks, trustFlag: false));

        error.Message.Should().Contain("""[code] docker_run_args = ["--volume", "/:/host"]""");
        error.Hint.Should().Contain("--trust");
        error.ExitCode.Should().Be(ExitCode.NeedsPerson);
    }

    [Fact]
    public void A_yes_is_asked_for_once()
    {
        Gate(answer: true).Require("/r", Risks, trustFlag: false);
        Gate(answer: null).Require("/r", Risks, trustFlag: false);

        _questions.Should().ContainSingle().Which.Should().Be("""
            The configuration of "/r" asks for what only you can allow:
              [code] docker_run_args = ["--volume", "/:/host"]
            Allow exactly this from now on?
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_no_is_an_error_and_is_not_remembered()
    {
        ErrorOf(() => Gate(answer: false).Require("/r", Risks, trustFlag: false)).ExitCode.Should().Be(ExitCode.NeedsPerson);
        ErrorOf(() => Gate(answer: false).Require("/r", Risks, trustFlag: false));

        _questions.Should().HaveCount(2);
    }

    [Fact]
    public void The_flag_is_a_yes_without_a_question()
    {
        Gate(answer: false).Require("/r", Risks, trustFlag: true);
        Gate(answer: null).Require("/r", Risks, trustFlag: false);

        _questions.Should().BeEmpty();
    }

    [Fact]
    public void Another_repository_or_another_word_is_another_question()
    {
        Gate(answer: null).Require("/r", Risks, trustFlag: true);

        ErrorOf(() => Gate(answer: null).Require("/other", Risks, trustFlag: false));
        ErrorOf(() => Gate(answer: null).Require("/r", [new(Risks[0].Setting, ["--volume /:/host"])], trustFlag: false));
        ErrorOf(() => Gate(answer: null).Require("/r", [new(Risks[0].Setting, ["--volume", "/:/host", "-v"])], trustFlag: false));
        ErrorOf(() => Gate(answer: null).Require("/r", [.. Risks, new("[code] forward_env", ["AWS_*"])], trustFlag: false));
    }

    [Fact]
    public void The_question_hides_nothing_and_moves_no_cursor()
    {
        Gate(answer: true).Require("/r", [new("[code] docker_run_args", ["a\r\u001b[2K\u202Eb\u200Bc"])], trustFlag: false);

        _questions.Single().Should().Contain("""["a\u000D\u001B[2K\u202Eb\u200Bc"]""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"hash\":1}")]
    [InlineData("{\"hash\":\"other\"}")]
    public void A_damaged_record_is_no_trust_and_warns(string content)
    {
        Gate(answer: null).Require("/r", Risks, trustFlag: true);
        var file = Directory.GetFiles(_fixture.Home.TrustDirectory).Single();
        File.WriteAllText(file, content);

        ErrorOf(() => Gate(answer: null).Require("/r", Risks, trustFlag: false));

        _warnings.Should().ContainSingle().Which.Should().Be($"{file} is damaged; nothing is trusted because of it");
    }

    [Fact]
    public void The_record_says_what_was_allowed_and_only_its_owner_reads_it()
    {
        Gate(answer: null).Require("/r", Risks, trustFlag: true);

        var file = Directory.GetFiles(_fixture.Home.TrustDirectory).Single();
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        json.RootElement.GetProperty("repository").GetString().Should().Be("/r");
        json.RootElement.GetProperty("settings").GetProperty("[code] docker_run_args").GetArrayLength().Should().Be(2);
        json.RootElement.GetProperty("hash").GetString().Should().Be(Path.GetFileNameWithoutExtension(file));
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(_fixture.Home.TrustDirectory)
                .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Many_decisions_at_once_are_all_kept()
    {
        Parallel.For(0, 50, index => Gate(answer: null).Require($"/r{index % 10}", Risks, trustFlag: true));

        Directory.GetFiles(_fixture.Home.TrustDirectory).Should().HaveCount(10);
        Gate(answer: null).Require("/r7", Risks, trustFlag: false);
    }

    [Fact]
    public void A_home_that_cannot_be_written_is_an_error_that_says_so()
    {
        File.WriteAllText(_fixture.Home.TrustDirectory, "in the way");

        ErrorOf(() => Gate(answer: null).Require("/r", Risks, trustFlag: true)).ExitCode.Should().Be(ExitCode.Environment);
    }

    private TrustGate Gate(bool? answer)
    {
        var store = new TrustStore(_fixture.Home, TimeProvider.System, _warnings.Add);
        return new TrustGate(store, answer is null ? null : Answer);

        bool Answer(string question)
        {
            _questions.Add(question);
            return answer!.Value;
        }
    }

    private static UserError ErrorOf(Action action) => action.Should().Throw<UserError>().Which;
}
