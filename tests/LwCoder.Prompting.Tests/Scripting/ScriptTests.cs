using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Scripting;

public sealed class ScriptTests
{
    private const string Yaml = """
        - signature: ask
          turn: 2
          outputs: {word: blue, count: 3}
        - signature: ask
          outputs: {word: "3", count: 1}
          usage: {in: 10, out: 2}
          cost: 0.5
          model: pretend
        - when: list the files
          tool_calls:
            - {name: bash, arguments: {command: ls}}
        - answer: |
            two
            lines
          repeat: true
        """;

    private static readonly Signature Ask =
        new("ask", "Ask.", [Field.String("text")], [Field.String("word"), Field.Integer("count")]);
    private static readonly FieldValues Inputs = FieldValues.Of(("text", "sky"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answers_are_given_by_signature_and_turn_in_either_layout(bool supportsJsonSchema)
    {
        var client = new ScriptedChatClient(Script.FromYaml(Yaml), supportsJsonSchema);
        var predict = new Predict(Ask, client);

        var first = await predict.RunAsync(Inputs);
        var second = await predict.RunAsync(Inputs);

        first.Outputs.ToJson().Should().Be("""{"word":"3","count":1}""");
        first.Usage.Should().Be(new Usage { Calls = 1, InputTokens = 10, OutputTokens = 2, Cost = 0.5m });
        second.Outputs.ToJson().Should().Be("""{"word":"blue","count":3}""");
        client.Unused.Should().ContainSingle();
    }

    [Fact]
    public async Task Tools_are_called_and_a_repeating_answer_repeats()
    {
        var client = new ScriptedChatClient(Script.FromYaml(Yaml));

        var tool = await client.GetResponseAsync([new(ChatRole.User, "Please list the files.")]);
        var text = await client.GetResponseAsync([new(ChatRole.User, "x")]);
        var again = await client.GetStreamingResponseAsync([new(ChatRole.User, "x")]).ToChatResponseAsync();

        var call = tool.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        (call.Name, call.Arguments!["command"]!.ToString(), tool.FinishReason).Should()
            .Be(("bash", "ls", ChatFinishReason.ToolCalls));
        (text.Text, again.Text).Should().Be(("two\nlines\n", "two\nlines\n"));
    }

    [Fact]
    public async Task A_call_without_an_answer_says_which()
    {
        var client = new ScriptedChatClient(Script.Of("only one"));
        await client.GetResponseAsync([new(ChatRole.User, "a")]);

        (await FluentActions.Awaiting(
            () => client.GetResponseAsync([new(ChatRole.User, "The\nquestion")], new ChatOptions().WithSignature("ask")))
            .Should().ThrowAsync<ScriptException>()).Which.Message.Should().Be(
            "The script has no answer for call 1 of ask. The last message begins: The question");
    }

    [Fact]
    public async Task A_scripted_failure_is_a_real_one()
    {
        var client = new ScriptedChatClient(Script.FromJsonLines("""{"error":"rate_limited"}"""));

        (await FluentActions.Awaiting(() => client.GetResponseAsync([])).Should().ThrowAsync<ModelException>())
            .Which.Kind.Should().Be(ModelErrorKind.RateLimited);
    }

    [Theory]
    [InlineData("answer: x", "a script is one YAML list of answers")]
    [InlineData("- x", "item 1 (line 1) is no mapping")]
    [InlineData("- answer: a\n- anwser: b", "item 2: anwser: is no key of a script*")]
    [InlineData("- signature: a", "item 1: answer: is missing*")]
    [InlineData("- answer: a\n  turn: soon", "item 1: turn: a whole number*")]
    [InlineData("- error: broken", "item 1: error: 'broken' is none of*")]
    [InlineData("- answer: [", "line *")]
    public void A_mistake_in_a_script_is_named(string yaml, string message) =>
        FluentActions.Invoking(() => Script.FromYaml(yaml)).Should().Throw<ScriptException>().WithMessage(message);

    [Fact]
    public void A_file_is_read_by_its_extension_and_named_in_errors()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a.yaml"), "- answer: a");
        File.WriteAllText(folder.File("a.jsonl"), "{\"answer\":\"a\"}\n\nnot json");

        Script.Load(folder.File("a.yaml")).Entries.Should().ContainSingle();
        FluentActions.Invoking(() => Script.Load(folder.File("a.jsonl")))
            .Should().Throw<ScriptException>().WithMessage($"{folder.File("a.jsonl")}: line 3 is not a JSON object*");
    }

    [Fact]
    public async Task Live_calls_become_a_script_that_plays_them_back_without_secrets()
    {
        using var folder = new TempFolder();
        var answers = new[] { "<<<word>>>\nmy pass is hunter2\"quoted\n<<<count>>>\n1",
            "<<<word>>>\nsk-abcdefghijklmnop1234\n<<<count>>>\n2" };
        var secrets = new SecretFilter("hunter2\"quoted", "", "is");
        var live = new RecordingChatClient(new StubClient(answers), folder.File("script.jsonl"), secrets);
        await new Predict(Ask, live).RunAsync(Inputs);
        await new Predict(Ask, live).RunAsync(Inputs);

        var recorded = File.ReadAllText(folder.File("script.jsonl"));
        var played = new Predict(
            Ask, new ScriptedChatClient(Script.Load(folder.File("script.jsonl")), supportsJsonSchema: false));

        recorded.Should().NotContain("hunter2").And.NotContain("sk-abc").And.Contain("\"turn\":2").And.Contain("my pass is");
        (await played.RunAsync(Inputs)).Outputs.ToJson().Should().Be("""{"word":"my pass is [secret removed]","count":1}""");
        (await played.RunAsync(Inputs)).Usage.Cost.Should().Be(0.01m);
    }
}
