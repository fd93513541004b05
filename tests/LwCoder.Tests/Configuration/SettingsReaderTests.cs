using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Without_files_every_setting_has_its_built_in_value()
    {
        var settings = _fixture.Read();

        settings.Get(CodeSettings.Tool).Should().Be("claude-code");
        settings.Get(CodeSettings.Sandbox).Should().Be("docker");
        settings.Get(CodeSettings.Git).Should().Be("private");
        settings.Get(CodeSettings.IdleTimeout).Should().Be(TimeSpan.FromMinutes(10));
        settings.Get(CodeSettings.SessionTimeout).Should().Be(TimeSpan.FromHours(2));
        settings.Get(CodeSettings.ForwardEnv).Should().Equal("OPENROUTER_*");
        settings.Get(CodeSettings.DockerRunArgs).Should().BeEmpty();
        settings.Get(CodeSettings.EnvFile).Should().BeNull();
        settings.Get(CodeSettings.Pids).Should().BeNull();
        settings.SourceOf(CodeSettings.Tool).Should().Be(new SettingSource(SettingOrigin.BuiltIn, "built in"));
        settings.Warnings.Should().BeEmpty();
        settings.Risks.Should().BeEmpty();
    }

    [Fact]
    public void A_flag_wins_over_a_variable_over_the_repository_over_the_home()
    {
        _fixture.WriteHome("[defaults]\ntool = 'mini'\nmodel = 'home'\nmemory = '1g'\npids = 1");
        _fixture.WriteRepository("[code]\ntool = 'droid'\nmodel = 'repository'\nmemory = '2g'");
        _fixture.Environment["LW_CODER_TOOL"] = "claude-code-cli";
        _fixture.Environment["LW_CODER_MODEL"] = "variable";
        _fixture.Environment["LW_CODER_MEMORY"] = "";

        var settings = _fixture.Read((CodeSettings.Tool, "mini"), (CodeSettings.Model, null));

        settings.Get(CodeSettings.Tool).Should().Be("mini");
        settings.SourceOf(CodeSettings.Tool).Should().Be(new SettingSource(SettingOrigin.Flag, "--tool"));
        settings.Get(CodeSettings.Model).Should().Be("variable");
        settings.SourceOf(CodeSettings.Model).Should().Be(new SettingSource(SettingOrigin.Environment, "LW_CODER_MODEL"));
        settings.Get(CodeSettings.Memory).Should().Be("2g", "an empty variable counts as unset");
        settings.SourceOf(CodeSettings.Memory).Should()
            .Be(new SettingSource(SettingOrigin.Repository, $"{_fixture.RepositoryFile}:4"));
        settings.Get(CodeSettings.Pids).Should().Be(1);
        settings.SourceOf(CodeSettings.Pids).Should().Be(new SettingSource(SettingOrigin.Home, $"{_fixture.Home.ConfigFile}:5"));
    }

    [Theory]
    [InlineData("mysql://lw:secret@host/punch_cards", "mysql://lw:***@host/punch_cards")]
    [InlineData("mysql://lw:sec:r@t@host/punch_cards", "mysql://lw:***@host/punch_cards")]
    [InlineData("postgres://host:5432/a@b", "postgres://host:***@b")]
    [InlineData("lw:host", "lw:host")]
    public void A_password_in_a_wrong_address_is_not_repeated(string address, string expected)
    {
        _fixture.Environment["LW_CODER_STORE_URL"] = address;
        FluentActions.Invoking(() => _fixture.Read()).Should().Throw<UserError>().Which.Message
            .Should().Contain($"found \"{expected}\"");

        _fixture.Environment.Remove("LW_CODER_STORE_URL");
        _fixture.WriteHome($"[store]\nurl = '{address}'");
        FluentActions.Invoking(() => _fixture.Read()).Should().Throw<UserError>().Which.Message
            .Should().Contain($"\"{expected}\"");
    }

    [Fact]
    public void Outside_of_a_repository_the_rest_still_counts()
    {
        _fixture.WriteHome("[defaults]\ntool = 'mini'");

        new SettingsReader(_fixture.Home, _fixture.Environment).Read(null).Get(CodeSettings.Tool).Should().Be("mini");
    }

    [Fact]
    public void Every_variable_is_read()
    {
        foreach (var (name, text) in ((string, string)[])
        [
            ("TOOL", "droid"), ("MODEL", "m"), ("SANDBOX", "host"), ("NETWORK", "none"), ("MEMORY", "64m"), ("PIDS", "7"),
            ("IDLE_TIMEOUT", "90"), ("SESSION_TIMEOUT", "1h"), ("PROMPTS", "active"), ("MAX_STEPS", "5"), ("MAX_COST", "2"),
            ("CACHE_SYNC", "off"), ("HEADLESS", "YES"), ("JUDGE_TOKENS", "9"), ("TEST_TIMEOUT", "5m"),
            ("RECOVER", "2"), ("STORE_URL", "mysql://root@localhost/punch_cards"),
        ])
        {
            _fixture.Environment[$"LW_CODER_{name}"] = text;
        }

        var settings = _fixture.Read();

        settings.Get(CodeSettings.Sandbox).Should().Be("host");
        settings.Get(CodeSettings.Network).Should().Be("none");
        settings.Get(CodeSettings.Pids).Should().Be(7);
        settings.Get(CodeSettings.Headless).Should().BeTrue();
        settings.Get(CodeSettings.IdleTimeout).Should().Be(TimeSpan.FromSeconds(90));
        settings.Get(CodeSettings.SessionTimeout).Should().Be(TimeSpan.FromHours(1));
        SettingsSchema.All.Where(setting => setting.HasVariable)
            .Should().OnlyContain(setting => settings.SourceOf(setting).Origin == SettingOrigin.Environment);
    }

    [Fact]
    public void A_wrong_flag_is_a_usage_error()
    {
        var error = _fixture.Error((CodeSettings.Tool, "vim"));

        error.Message.Should().Be("--tool: found \"vim\", but it must be \"droid\", \"claude-code\" or \"mini\"");
        error.ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public void A_wrong_variable_is_an_error_of_the_environment()
    {
        _fixture.Environment["LW_CODER_SESSION_TIMEOUT"] = "soon";

        var error = _fixture.Error();

        error.Message.Should().StartWith("LW_CODER_SESSION_TIMEOUT: found \"soon\", but it must be a time");
        error.Hint.Should().Be("give for example 10m");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void A_config_that_is_a_link_out_of_the_repository_is_refused()
    {
        var secret = Path.Combine(_fixture.Outside, "secret");
        File.WriteAllText(secret, "top_secret = 1");
        File.CreateSymbolicLink(_fixture.RepositoryFile, secret);

        _fixture.Error().Message.Should().Contain("a link that leads out of the repository").And.NotContain("top_secret");
    }

    [Fact]
    public void A_config_that_is_too_large_is_refused()
    {
        _fixture.WriteRepository(new string('#', 1024 * 1024 + 1));

        _fixture.Error().Message.Should().Be($"{_fixture.RepositoryFile} is larger than 1 MB");
    }

    [Fact]
    public void A_config_that_is_a_folder_is_an_error()
    {
        Directory.CreateDirectory(_fixture.RepositoryFile);

        _fixture.Error().Message.Should().StartWith($"{_fixture.RepositoryFile} cannot be read");
    }

    [Fact]
    public void Values_that_weaken_the_walls_warn()
    {
        _fixture.WriteRepository("[code]\nsandbox = 'host'\ngit = 'shared'\nforward_env = ['*']");

        _fixture.Read().Warnings.Should().SatisfyRespectively(
            sandbox => sandbox.Should().Contain("outside a container"),
            forward => forward.Should().Contain("forward_env has \"*\""),
            git => git.Should().Contain("git = \"shared\""));
    }

    [Fact]
    public void The_users_own_choice_of_the_host_does_not_warn()
    {
        _fixture.WriteRepository("[code]\nsandbox = 'host'");

        _fixture.Read((CodeSettings.Sandbox, "host")).Warnings.Should().BeEmpty();
    }

    [Fact]
    public void Docker_arguments_and_wider_patterns_of_a_repository_are_risks()
    {
        _fixture.WriteHome("[defaults]\nforward_env = ['NPM_TOKEN']");
        _fixture.WriteRepository("""
            [code]
            docker_run_args = ["--privileged"]
            docker_build_args = ["--pull", "--no-cache"]
            forward_env = ["OPENROUTER_API_KEY", "NPM_TOKEN", "AWS_*"]
            """);

        _fixture.Read().Risks.Should().BeEquivalentTo(
        [
            new Risk("[code] docker_run_args", ["--privileged"]),
            new Risk("[code] docker_build_args", ["--pull", "--no-cache"]),
            new Risk("[code] forward_env", ["AWS_*"]),
        ]);
    }

    [Theory]
    [InlineData("", "600MB", true)]
    [InlineData("", "off", false)]
    [InlineData("cache_sync = 'off'", "1KB", true)]
    [InlineData("cache_sync = '2GB'", "600MB", false)]
    public void More_of_the_users_cache_than_the_user_gives_is_a_risk(string home, string repository, bool isRisk)
    {
        _fixture.WriteHome($"[defaults]\n{home}");
        _fixture.WriteRepository($"[code]\ncache_sync = '{repository}'");

        var settings = _fixture.Read();

        settings.Get(CodeSettings.CacheSync).Should().Be(repository);
        settings.Risks.Should().HaveCount(isRisk ? 1 : 0);
    }

    [Fact]
    public void What_the_user_set_is_no_risk()
    {
        _fixture.WriteHome("[defaults]\nforward_env = ['AWS_*']");
        _fixture.WriteRepository("[code]\nsandbox = 'host'\nnetwork = 'none'\ndocker_run_args = []");

        _fixture.Read().Risks.Should().BeEmpty();
    }
}
