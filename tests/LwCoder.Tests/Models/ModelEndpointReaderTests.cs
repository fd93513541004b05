using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Tests.Configuration;

namespace LwCoder.Tests.Models;

public sealed class ModelEndpointReaderTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Without_anything_there_is_no_endpoint_and_the_key_has_a_place()
    {
        var endpoint = Read();

        endpoint.IsComplete.Should().BeFalse();
        endpoint.KeyPlace.Should().Be($"OPENROUTER_API_KEY in the environment or in {_fixture.Home.EnvFile}");
    }

    [Fact]
    public void A_key_is_all_it_takes()
    {
        _fixture.Environment["OPENROUTER_API_KEY"] = "mine";

        var endpoint = Read();

        endpoint.IsComplete.Should().BeTrue();
        endpoint.Provider.Name.Should().Be("openrouter");
        endpoint.Model.Should().Be("openai/gpt-5-mini");
        endpoint.AppName.Should().Be("lw_coder");
        endpoint.ToString().Should().NotContain("mine");
    }

    /// <summary>Each level alone, and under every level above it.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void Each_value_comes_from_the_first_place_that_has_it(int level)
    {
        if (level <= 1)
        {
            foreach (var (name, value) in Values("1"))
            {
                _fixture.Environment[name] = value;
            }
        }
        if (level <= 2)
        {
            WriteRepositoryEnv(Values("2"));
        }
        if (level <= 3)
        {
            WriteHomeEnv(Values("3"));
        }
        _fixture.WriteHome(
            "[lm]\napi_key = 'key4'\nbase_url = 'http://host4.example/v1'\nmodel = 'model4'\napp_name = 'app4'\n");

        var endpoint = Read();

        endpoint.Key.Should().Be($"key{level}");
        endpoint.Provider.BaseUrl.Should().Be($"http://host{level}.example/v1");
        endpoint.Model.Should().Be($"model{level}");
        endpoint.AppName.Should().Be($"app{level}");
        endpoint.Warnings.Should().BeEmpty();
    }

    [Fact]
    public void An_empty_variable_counts_as_unset()
    {
        _fixture.Environment["OPENROUTER_API_KEY"] = " ";
        WriteHomeEnv([("OPENROUTER_API_KEY", "mine")]);

        Read().Key.Should().Be("mine");
    }

    [Theory]
    [InlineData("OPENROUTER_API_KEY=mine", "", "", "")]
    [InlineData("OPENROUTER_API_KEY=mine", "OPENROUTER_API_KEY=theirs\n", "", "")]
    [InlineData("", "", "OPENROUTER_API_KEY=mine", "")]
    [InlineData("", "", "", "api_key = 'mine'")]
    [InlineData("", "OPENROUTER_API_KEY=\n", "OPENROUTER_API_KEY=mine", "")]
    [InlineData("", "OPENROUTER_API_KEY=\n", "", "api_key = 'mine'")]
    [InlineData("MY_KEY=mine", "OPENROUTER_API_KEY=theirs\n", "", "api_key_env = 'MY_KEY'")]
    [InlineData("", "", "", "")]
    public void An_address_of_the_repository_never_meets_a_key_of_the_user(
        string process, string repository, string home, string lm)
    {
        if (process.Split('=') is [var name, var value])
        {
            _fixture.Environment[name] = value;
        }
        WriteRepositoryEnv([("OPENROUTER_BASE_URL", "http://evil.example")], before: repository);
        File.WriteAllText(_fixture.Home.EnvFile, home);
        _fixture.WriteHome($"[lm]\n{lm}");

        var endpoint = Read();

        endpoint.Provider.BaseUrl.Host.Should().Be("openrouter.ai");
        endpoint.Key.Should().Be((process + home + lm).Contains("mine") ? "mine" : null);
        endpoint.Warnings.Should().ContainSingle()
            .Which.Should().StartWith("OPENROUTER_BASE_URL of the repository's env_file is not used");
    }

    [Fact]
    public void Another_provider_takes_only_its_key_from_a_variable()
    {
        foreach (var (name, value) in Values("1"))
        {
            _fixture.Environment[name] = value;
        }
        _fixture.Environment["ANTHROPIC_API_KEY"] = "theirs";
        _fixture.WriteHome("[lm]\nprovider = 'anthropic'\nmodel = 'claude-haiku-4-5'");

        var endpoint = Read();

        endpoint.Key.Should().Be("theirs");
        endpoint.Provider.BaseUrl.Should().Be("https://api.anthropic.com/v1");
        endpoint.Model.Should().Be("claude-haiku-4-5");
        endpoint.AppName.Should().Be("lw_coder");
    }

    [Fact]
    public void Another_provider_needs_a_model()
    {
        _fixture.WriteHome("[lm]\nprovider = 'ollama'");

        Read().Should().BeEquivalentTo(new { Model = (string?)null, IsComplete = false });
    }

    [Fact]
    public void Ollama_and_a_server_of_ones_own_need_no_key()
    {
        _fixture.WriteHome("[lm]\nprovider = 'ollama'\nmodel = 'qwen3'");
        Read().IsComplete.Should().BeTrue();

        _fixture.WriteHome("[lm]\nbase_url = 'http://localhost:8080/v1'\nmodel = 'qwen3'");
        Read().IsComplete.Should().BeTrue();
    }

    [Fact]
    public void A_provider_that_is_named_lends_its_dialect_to_another_address()
    {
        _fixture.WriteHome("[lm]\nprovider = 'openai'\nbase_url = 'https://proxy.example/v1'\nmodel = 'gpt-5'");

        Read().Provider.Should().BeEquivalentTo(new
        {
            Name = "openai", BaseUrl = new Uri("https://proxy.example/v1"), SupportsJsonSchema = true, NeedsKey = true,
        });
    }

    [Fact]
    public void An_alias_stands_for_a_model()
    {
        _fixture.Environment["OPENROUTER_API_KEY"] = "mine";
        _fixture.Environment["OPENROUTER_MODEL"] = "fast";
        _fixture.WriteHome("[models]\nfast = 'vendor/fast-1'");

        Read().Model.Should().Be("vendor/fast-1");
    }

    [Fact]
    public void An_address_that_is_none_is_an_error_that_names_its_place()
    {
        _fixture.Environment["OPENROUTER_BASE_URL"] = "file:///etc/passwd";

        FluentActions.Invoking(Read).Should().Throw<UserError>()
            .Which.Message.Should().Be("OPENROUTER_BASE_URL in the environment is not an http or https URL");
    }

    private static (string, string)[] Values(string level) =>
    [
        ("OPENROUTER_API_KEY", $"key{level}"), ("OPENROUTER_BASE_URL", $"http://host{level}.example/v1"),
        ("OPENROUTER_MODEL", $"model{level}"), ("OPENROUTER_APP_NAME", $"app{level}"),
    ];

    private void WriteRepositoryEnv((string Name, string Value)[] variables, string before = "")
    {
        _fixture.WriteRepository("[code]\nenv_file = 'agent.env'");
        File.WriteAllText(Path.Combine(_fixture.Repository, "agent.env"), before + Lines(variables));
    }

    private void WriteHomeEnv((string Name, string Value)[] variables) =>
        File.WriteAllText(_fixture.Home.EnvFile, Lines(variables));

    private static string Lines((string Name, string Value)[] variables) =>
        string.Concat(variables.Select(variable => $"{variable.Name}={variable.Value}\n"));

    private ModelEndpoint Read()
    {
        var settings = _fixture.Read();
        var sources = EnvironmentSources.Read(settings, _fixture.Repository, _fixture.Home, _fixture.Environment);
        return new ModelEndpointReader(settings, sources, _fixture.Home).Read();
    }
}
