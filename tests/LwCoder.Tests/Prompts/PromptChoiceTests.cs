using LwCoder.Configuration;
using LwCoder.Models;
using LwCoder.Prompts;
using LwCoder.Tests.Configuration;
using NSubstitute;

namespace LwCoder.Tests.Prompts;

public sealed class PromptChoiceTests : IDisposable
{
    private readonly SettingsFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData("droid", true, null, true, false, "the default for droid with a configured model")]
    [InlineData("droid", false, null, false, false, "no language model is configured to generate them")]
    [InlineData("claude-code", true, null, false, false, "the default for claude-code")]
    [InlineData("claude-code", true, "generated", true, true, "chosen by --prompts")]
    [InlineData("droid", true, "active", false, false, "chosen by --prompts")]
    public void The_choice_has_a_reason(
        string tool, bool isConfigured, string? asked, bool isGenerated, bool isRequired, string why) =>
        Decide(tool, isConfigured, asked).Should().Be(new PromptChoice(isGenerated, isRequired, why));

    [Fact]
    public void Generated_prompts_without_a_model_are_an_error_when_they_are_asked_for() =>
        FluentActions.Invoking(() => Decide("droid", isConfigured: false, "generated")).Should().Throw<UserError>();

    private PromptChoice Decide(string tool, bool isConfigured, string? asked)
    {
        var models = Substitute.For<ILanguageModels>();
        models.IsConfigured.Returns(isConfigured);
        models.Open().Returns(_ => throw new UserError("nothing is configured"));
        return PromptChoice.Decide(_fixture.Read((CodeSettings.Prompts, asked)), tool, models);
    }
}
