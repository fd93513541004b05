using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Configuration;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Models;

public sealed class LanguageModelsTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_question_reaches_the_server_as_configured_and_its_answer_is_kept()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hello."));
        _fixture.Environment["OPENROUTER_API_KEY"] = "my-own-key";
        _fixture.WriteHome($"""
            [lm]
            provider = "openrouter"
            base_url = "{server.BaseUrl}"
            model = "fast"
            app_name = "my app"
            temperature = 0.5
            max_tokens = 77
            reasoning_effort = "high"
            [models]
            fast = "vendor/fast-1"
            """);
        var models = Models();

        var first = await AskAsync(models);
        var second = await AskAsync(models);

        (first.Text, first.IsCacheHit()).Should().Be(("Hello.", false));
        second.IsCacheHit().Should().BeTrue();
        models.Log.Total.Should().BeEquivalentTo(new { Calls = 1, CacheHits = 1, Cost = 0.00042m });
        var request = server.Received.Should().ContainSingle().Which;
        request.Headers["Authorization"].Should().Be("Bearer my-own-key");
        request.Headers["X-Title"].Should().Be("my app");
        request.Body.Should().Contain("\"vendor/fast-1\"").And.Contain("0.5").And.Contain("77").And.Contain("high");
        Directory.EnumerateFiles(_fixture.Home.CacheDirectory, "*.lwc", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public async Task A_model_can_be_chosen_by_alias_or_name()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hello."));
        _fixture.Environment["OPENROUTER_API_KEY"] = "my-own-key";
        _fixture.Environment["OPENROUTER_BASE_URL"] = server.BaseUrl.ToString();

        await AskAsync(Models(), "sonnet");
        await AskAsync(Models(), "vendor/other");

        server.Received.Select(request => request.Body).Should().SatisfyRespectively(
            body => body.Should().Contain("\"anthropic/claude-sonnet-4.5\""), body => body.Should().Contain("\"vendor/other\""));
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_is_a_warning_and_no_failure()
    {
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hello."));
        _fixture.WriteHome($"[lm]\nbase_url = '{server.BaseUrl}'\nmodel = 'm'");
        File.WriteAllText(_fixture.Home.CacheDirectory, "a file");

        (await AskAsync(Models())).Text.Should().Be("Hello.");

        _warnings.Should().ContainSingle();
    }

    [Theory]
    [InlineData("", "there is no key for openrouter", "OPENROUTER_API_KEY in the environment or in *.env")]
    [InlineData("provider = 'openai'\nmodel = 'gpt-5'", "there is no key for openai", "OPENAI_API_KEY in the environment *")]
    [InlineData(
        "base_url = 'http://localhost:8080/v1'", "no language model is named for localhost:8080", "set OPENROUTER_MODEL, or *")]
    [InlineData("provider = 'ollama'", "no language model is named for ollama", "model = *[lm]*")]
    public void What_is_missing_is_said(string lm, string message, string hint)
    {
        _fixture.WriteHome($"[lm]\n{lm}");
        var models = Models();

        models.IsConfigured.Should().BeFalse();
        var error = FluentActions.Invoking(() => models.Open()).Should().Throw<UserError>().Which;
        error.Message.Should().Be(message);
        error.Hint.Should().Match($"*{hint}*");
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public async Task A_wrong_key_is_explained_by_its_place()
    {
        await using var server = await ModelServer.AnsweringAsync(401, Answers.Error(401, "No auth"));
        _fixture.Environment["OPENROUTER_API_KEY"] = "my-own-key";
        _fixture.Environment["OPENROUTER_BASE_URL"] = server.BaseUrl.ToString();
        _fixture.Environment["OPENROUTER_MODEL"] = "m";

        var failure = (await FluentActions.Awaiting(() => AskAsync(Models())).Should().ThrowAsync<ModelException>()).Which;

        var error = ModelFailure.Explain(failure)!;
        error.ExitCode.Should().Be(ExitCode.Environment);
        error.Hint.Should().Be("set OPENROUTER_API_KEY in the environment");
        error.Message.Should().NotEndWith(".").And.NotContain("my-own-key");
    }

    [Theory]
    [InlineData(ModelErrorKind.NotFound, ExitCode.Environment)]
    [InlineData(ModelErrorKind.Server, ExitCode.Environment)]
    [InlineData(ModelErrorKind.Payment, ExitCode.LimitReached)]
    [InlineData(ModelErrorKind.RateLimited, ExitCode.LimitReached)]
    [InlineData(ModelErrorKind.Refused, ExitCode.Failed)]
    internal void A_failure_chooses_the_exit_code(ModelErrorKind kind, ExitCode exitCode) =>
        ModelFailure.Explain(new ModelException(kind, "It failed."))!.ExitCode.Should().Be(exitCode);

    [Fact]
    public void A_bug_is_not_explained_away() => ModelFailure.Explain(new InvalidOperationException()).Should().BeNull();

    private LanguageModels Models()
    {
        var settings = _fixture.Read();
        var sources = EnvironmentSources.Read(settings, _fixture.Repository, _fixture.Home, _fixture.Environment);
        return new LanguageModels(
            settings, new ModelEndpointReader(settings, sources, _fixture.Home).Read(), () => _fixture.Home.CacheDirectory,
            _warnings.Add, TimeProvider.System);
    }

    private static async Task<ChatResponse> AskAsync(LanguageModels models, string? model = null)
    {
        using var client = models.Open(model);
        return await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello?")]);
    }
}
