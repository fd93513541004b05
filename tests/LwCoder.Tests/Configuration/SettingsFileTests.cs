using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class SettingsFileTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(
        "[code]\npids = 'many'",
        "2:8: [code] pids: found the string \"many\", but it must be a whole number from 1 to 2147483647")]
    [InlineData("[code]\npids = 0", "2:8: [code] pids: found the number 0, but it must be a whole number from 1 to 2147483647")]
    [InlineData(
        "[code]\ntool = 'vim'",
        "2:8: [code] tool: found the string \"vim\", but it must be \"droid\", \"claude-code\" or \"mini\"")]
    [InlineData("[code]\ntool = true", "2:8: [code] tool: found true, but it must be \"droid\", \"claude-code\" or \"mini\"")]
    [InlineData(
        "[code]\nforward_env = 'A'",
        "2:15: [code] forward_env: found the string \"A\", but it must be a list of strings")]
    [InlineData(
        "[code]\ndocker_run_args = [\n '-v',\n 5]",
        "4:2: [code] docker_run_args: found the number 5, but it must be a list of strings")]
    [InlineData(
        "[code]\nmemory = '4 gb'",
        "2:10: [code] memory: found the string \"4 gb\", but it must be a size such as \"512m\" or \"4g\"")]
    [InlineData(
        "[code]\nenv_file = ''",
        "2:12: [code] env_file: found the string \"\", but it must be a path inside the repository")]
    [InlineData("schema_version = '2.0'", "1:18: schema_version: found the string \"2.0\", but it must be \"1.0\"")]
    [InlineData("code = 1", "1:8: code: found the number 1, but it must be a table")]
    [InlineData("[[code]]", "1:3: code: found a list, but it must be a table")]
    [InlineData(
        "[code]\nidle_timeout = 2024-01-01",
        "2:16: [code] idle_timeout: found the date or time 2024-01-01, but it must be a time from")]
    public void A_wrong_value_is_named_with_its_place_and_what_is_allowed(string toml, string message)
    {
        var error = _fixture.ErrorOfRepository(toml);

        error.Message.Should().StartWith($"{_fixture.RepositoryFile}:{message}");
        error.ExitCode.Should().Be(ExitCode.Environment);
        error.Hint.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(
        "[code]\nidle_timout = '1m'",
        "2:1: [code] unknown key \"idle_timout\"; allowed here: tool, model,", "did you mean idle_timeout?")]
    [InlineData("[cod]\n", "1:2: unknown key \"cod\"; allowed here: schema_version, [code]", "did you mean code?")]
    [InlineData("memory = '4g'\n[code]\n", "1:1: unknown key \"memory\"", "move it below the line [code]")]
    [InlineData("[code.sub]\n", "1:7: [code] unknown key \"sub\"; allowed here: tool,", "remove it")]
    [InlineData(
        "[defaults]\ntool = 'mini'",
        "1:2: unknown key \"defaults\"", "defaults belongs in ~/.lw_coder/config.toml in your home; move it there")]
    [InlineData("'code.tool' = 'mini'", "1:1: unknown key \"code.tool\"", "remove it")]
    [InlineData("\"\\u001b[2J\" = 1", "1:1: unknown key \"\\u001B[2J\"", "remove it")]
    public void An_unknown_key_is_named_with_its_place_and_what_is_known(string toml, string message, string hint)
    {
        var error = _fixture.ErrorOfRepository(toml);

        error.Message.Should().StartWith($"{_fixture.RepositoryFile}:{message}");
        error.Hint.Should().Be(hint);
    }

    [Fact]
    public void A_repositorys_table_in_the_home_is_sent_where_it_belongs()
    {
        _fixture.WriteHome("[code]\ntool = 'mini'");

        var error = _fixture.Error();

        error.Message.Should().Be(
            $"{_fixture.Home.ConfigFile}:1:2: unknown key \"code\"; "
            + "allowed here: schema_version, [defaults], [governor], [recovery], [plan], [finalize], [lm], [store], "
            + "[hooks], [models]");
        error.Hint.Should().Be("code belongs in the repository's .lw_coder/config.toml; move it there");
    }

    [Fact]
    public void A_key_that_is_no_personal_default_is_refused_in_the_home()
    {
        _fixture.WriteHome("[defaults]\ndocker_run_args = []");

        _fixture.Error().Message.Should().Contain("[defaults] unknown key \"docker_run_args\"");
    }

    [Fact]
    public void A_mistake_in_the_toml_names_file_and_place()
    {
        var error = _fixture.ErrorOfRepository("[code]\ntool = droid");

        error.Message.Should().StartWith($"{_fixture.RepositoryFile}:2:8: \"droid\" is no value; a string needs quotes");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public void A_dotted_key_is_as_good_as_a_table()
    {
        _fixture.WriteRepository("schema_version = '1.0'\ncode.tool = 'mini'");

        _fixture.Read().Get(CodeSettings.Tool).Should().Be("mini");
    }

    [Theory]
    [InlineData("--dangerous")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("x\ny")]
    public void A_model_cannot_pose_as_an_option(string model) =>
        _fixture.ErrorOfRepository($"[code]\nmodel = \"\"\"{model}\"\"\"").Message.Should().Contain("it must be a model's name");

    [Theory]
    [InlineData("sonnet[1m]")]
    [InlineData("x-ai/grok-4.1-fast:free")]
    public void Real_model_names_are_accepted(string model)
    {
        _fixture.WriteRepository($"[code]\nmodel = '{model}'");

        _fixture.Read().Get(CodeSettings.Model).Should().Be(model);
    }

    [Fact]
    public void A_table_of_names_adds_to_the_stock_ones()
    {
        _fixture.WriteHome("[models]\nfast = 'vendor/fast'\nopus = 'vendor/opus'");

        _fixture.Read().Get(ModelSettings.Aliases).Should().Contain("fast", "vendor/fast").And.Contain("opus", "vendor/opus")
            .And.ContainKey("sonnet");
    }

    [Theory]
    [InlineData("[models]\nfast = 3", ":2:8: models: found the number 3, but it must be a table of names and texts")]
    [InlineData("models = 'x'", ":1:10: models: found the string \"x\", but it must be a table of names and texts")]
    [InlineData("[lm]\ntemperature = 3.5", ":2:15: [lm] temperature: found the number 3.5, but it must be a number from 0 to 2")]
    [InlineData("[lm]\nbase_url = 'localhost:80'", ":2:12: [lm] base_url: found the string \"localhost:80\"")]
    [InlineData("[lm]\nprovder = 'openai'", ":2:1: [lm] unknown key \"provder\"")]
    public void A_wrong_line_about_models_is_named(string toml, string message)
    {
        _fixture.WriteHome(toml);

        _fixture.Error().Message.Should().StartWith(_fixture.Home.ConfigFile + message);
    }

    [Fact]
    public void A_repository_may_not_say_where_the_users_key_goes() =>
        _fixture.ErrorOfRepository("[lm]\nbase_url = 'http://evil.example'").Hint
            .Should().Contain("~/.lw_coder/config.toml in your home");
}
