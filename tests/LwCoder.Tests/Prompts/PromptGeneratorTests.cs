using LwCoder.Agents;
using LwCoder.Agents.Droid;
using LwCoder.Plans;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Prompts;

public sealed class PromptGeneratorTests : IDisposable
{
    private const string Main = "Do it. Call code-auditor.";

    private static readonly PromptSet Active = new(
        "Normal rules.\n{plan_text}\n", [new Subagent("code-auditor", "Audits: all", "Audit.\n{plan_text}")]);

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_writes_a_prompt_for_each_file_of_the_set()
    {
        var (generated, _) = await GenerateAsync(Answer("  Do it — “well”. Call code-auditor.\r\n", "Look closely…"));

        generated.Set.Main.Should().StartWith("Do it -- \"well\". Call code-auditor.\n\n## The plan\n");
        generated.Set.Subagents.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Name = "code-auditor", Description = "Audits: all" });
        generated.Usage.Should().BeEquivalentTo(new { Calls = 1, Cost = 0.01m });
    }

    [Fact]
    public async Task The_plan_is_put_in_by_us_word_for_word()
    {
        var (generated, _) = await GenerateAsync(Answer(Main, "Look."));
        var plan = PlanOf("Größe → {id} {plan_text} ${HOME}\nlast line");

        PromptPipeline.Write(generated.Set, new DroidAgent(), plan, new(_folder.In("main.md"), "/inside", _folder.Path));

        var text = PlanText.ForPrompt(plan);
        File.ReadAllText(_folder.In("main.md")).Should().Be($"{Main}\n\n## The plan\n\n<plan>\n{text}\n</plan>\n");
        File.ReadAllText(_folder.In("code-auditor.md")).Should().StartWith("---\nname: ").And.Contain("tools: ")
            .And.EndWith($"Look.\n\n## The plan\n\n<plan>\n{text}\n</plan>\n");
    }

    [Theory]
    [InlineData("Call code-auditor. {plan_text}")]
    [InlineData("Call code-auditor with {base_sha}.")]
    [InlineData("Call nobody.")]
    [InlineData("Вызови code-auditor и проверь работу.")]
    [InlineData("  ")]
    public async Task A_prompt_that_cannot_be_used_is_shown_to_the_model_again(string bad)
    {
        var (generated, client) = await GenerateAsync(Answer(bad, "Look."), Answer(Main, "Look."));

        generated.Set.Main.Should().StartWith(Main);
        generated.Usage.Calls.Should().Be(2);
        client.Unused.Should().BeEmpty();
    }

    [Fact]
    public async Task Braces_the_plan_has_as_well_are_no_placeholder()
    {
        var (generated, _) = await GenerateAsync(Answer(Main + " See /users/{id} and ${HOME}.", "Look."));

        generated.Set.Main.Should().Contain("/users/{id}");
    }

    [Fact]
    public async Task A_placeholder_that_stays_is_an_error()
    {
        var bad = Answer("Call code-auditor. {plan_text}", "Look.") with { Repeat = true };

        var error = (await FluentActions.Awaiting(() => GenerateAsync(bad)).Should().ThrowAsync<UserError>()).Which;

        error.Message.Should().Contain("run_prompts breaks: no prompt holds a placeholder");
        error.ExitCode.Should().Be(ExitCode.Failed);
    }

    [Fact]
    public async Task A_model_that_fails_is_an_error_of_the_surroundings()
    {
        var failing = new ScriptEntry { Error = ModelErrorKind.Authentication };

        var error = (await FluentActions.Awaiting(() => GenerateAsync(failing)).Should().ThrowAsync<UserError>()).Which;

        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Fact]
    public async Task The_model_is_told_the_project_the_plan_and_the_normal_prompts_but_no_commit()
    {
        var seen = new List<ChatMessage>();
        using var client = new SeeingClient(new ScriptedChatClient(Script(Answer(Main, "Look."))), seen);

        await new PromptGenerator(client, new CallLog())
            .GenerateAsync(Active, "droid", PlanOf("Body /users/{id}"), Facts, default);

        var told = string.Concat(seen.Select(message => message.Text));
        told.Should().Contain("Normal rules.").And.Contain("Audits: all").And.Contain("cargo test").And.Contain("Body /users")
            .And.Contain("Note A").And.NotContain(new string('a', 40));
    }

    private static ProjectFacts Facts => new(["Rust"], ["cargo test"], []);

    private static async Task<(GeneratedPrompts, ScriptedChatClient)> GenerateAsync(params ScriptEntry[] answers)
    {
        var client = new ScriptedChatClient(Script(answers));
        var plan = PlanOf("Body /users/{id}");
        return (await new PromptGenerator(client, new CallLog()).GenerateAsync(Active, "droid", plan, Facts, default), client);
    }

    private static Script Script(params ScriptEntry[] answers) => new(answers);

    private static ScriptEntry Answer(string main, string subagent) => new()
    {
        Signature = "run_prompts",
        Outputs = FieldValues.Of(("main_prompt", main), ("subagent_code_auditor", subagent)),
        Cost = 0.01m,
    };

    private static Plan PlanOf(string body) => new(
        PlanId.Parse("say-hello"), new string('a', 40), PlanStatus.Coding, ["Note A"], null, null, null, null, body, "/plan.md");

    private sealed class SeeingClient(IChatClient inner, List<ChatMessage> seen) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            seen.AddRange(messages);
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
