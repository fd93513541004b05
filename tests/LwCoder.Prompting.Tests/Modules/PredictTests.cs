using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Modules;

public sealed class PredictTests
{
    private const string GoodSections = "<<<word>>>\nblue\n<<<count>>>\n3\n<<<end of answer>>>";
    private const string GoodJson = """{"word":"blue","count":3}""";

    private static readonly Signature Ask =
        new("ask", "Ask.", [Field.String("text")], [Field.String("word"), Field.Integer("count")]);
    private static readonly FieldValues Inputs = FieldValues.Of(("text", "sky"));
    private static readonly FieldValues Expected = FieldValues.Of(("word", "blue"), ("count", 3));

    [Fact]
    public async Task A_model_that_keeps_schemas_is_asked_for_json()
    {
        var model = new StubClient(_ => StubClient.Text(GoodJson), supportsJsonSchema: true);

        var prediction = await new Predict(Ask, model).RunAsync(Inputs);

        prediction.Outputs.ShouldEqual(Expected);
        prediction.RawText.Should().Be(GoodJson);
        model.Asked.Single().Options!.ResponseFormat.Should().BeOfType<ChatResponseFormatJson>();
        model.Asked.Single().Options.GetSignature().Should().Be("ask");
    }

    [Fact]
    public async Task Any_other_is_asked_for_sections()
    {
        var model = new StubClient(GoodSections);

        (await new Predict(Ask, model).RunAsync(Inputs)).Outputs.ShouldEqual(Expected);

        model.Asked.Single().Options!.ResponseFormat.Should().BeNull();
    }

    [Fact]
    public async Task A_mistake_is_shown_to_the_model_once()
    {
        var model = new StubClient("<<<word>>>\nblue\n<<<count>>>\nthree", GoodSections);

        var prediction = await new Predict(Ask, model).RunAsync(Inputs);

        prediction.Outputs.ShouldEqual(Expected);
        prediction.Usage.Should().Be(new Usage { Calls = 2, InputTokens = 20, OutputTokens = 10, Cost = 0.02m });
        var repair = model.Asked.Last().Messages;
        repair[^2].Text.Should().Be("<<<word>>>\nblue\n<<<count>>>\nthree");
        repair[^1].Text.Should().Contain("count: expected a whole number, found the text \"three\"");
    }

    [Fact]
    public async Task Then_the_other_layout_is_tried_once()
    {
        var model = new StubClient("nonsense", "more nonsense", GoodJson);

        (await new Predict(Ask, model).RunAsync(Inputs)).Outputs.ShouldEqual(Expected);

        model.Asked.Last().Messages.Should().HaveCount(2, "the other layout starts afresh");
        model.Asked.Last().Messages[0].Text.Should().Contain("JSON");
    }

    [Fact]
    public async Task Then_it_is_an_error_with_all_that_was_written()
    {
        var model = new StubClient("one", "two", "three", "never asked");

        var error = (await FluentActions.Awaiting(() => new Predict(Ask, model).RunAsync(Inputs))
            .Should().ThrowAsync<AnswerException>()).Which;

        error.RawTexts.Should().Equal("one", "two", "three");
        error.RawText.Should().Be("three");
        error.Usage.Calls.Should().Be(3);
        error.Message.Should().Contain("stub").And.Contain("ask").And.Contain("3 tries").And.Contain("not one JSON object");
        model.Calls.Should().Be(3);
    }

    [Fact]
    public async Task Valid_json_of_the_wrong_shape_is_repaired_by_a_real_server()
    {
        await using var server = await ModelServer.StartAsync((context, number) => context.WriteAsync(
            200, Answers.Completion(number == 1 ? """{"word":["blue"],"count":3}""" : GoodJson)));
        using var client = server.Client();

        (await new Predict(Ask, client).RunAsync(Inputs)).Outputs.ShouldEqual(Expected);

        server.Received.Last().Body.Should().Contain("word: expected text, found a list of 1");
    }

    [Fact]
    public async Task A_server_without_schemas_is_asked_another_way_and_remembered()
    {
        await using var server = await ModelServer.StartAsync((context, number) => number == 1
            ? context.WriteAsync(400, Answers.Error(400, "response_format json_schema is not supported by this model"))
            : context.WriteAsync(200, Answers.Completion(GoodSections)));
        using var client = server.Client();
        var predict = new Predict(Ask, client);

        (await predict.RunAsync(Inputs)).Outputs.ShouldEqual(Expected);
        (await predict.RunAsync(Inputs)).Outputs.ShouldEqual(Expected);

        server.Requests.Should().Be(3);
        server.Received.Skip(1).Should()
            .OnlyContain(request => !request.Body.Contains("response_format", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_cut_off_is_not_repaired()
    {
        var model = new StubClient(
            _ => new ChatResponse(
                new ChatMessage(ChatRole.Assistant, "<<<word>>>\nbl")) { FinishReason = ChatFinishReason.Length });

        var error = (await FluentActions.Awaiting(() => new Predict(Ask, model).RunAsync(Inputs)).Should()
            .ThrowAsync<ModelException>()).Which;

        (error.Kind, error.Body, model.Calls).Should().Be((ModelErrorKind.CutOff, "<<<word>>>\nbl", 1));
    }

    [Fact]
    public async Task A_rule_is_told_first_checked_after_and_shown_when_broken()
    {
        var model = new StubClient(GoodSections, GoodSections.Replace('3', '4'));
        var predict = new Predict(Ask, model)
            .With(Assertion.Assert("count is even", (_, outputs) => outputs.Integer("count") % 2 == 0));

        (await predict.RunAsync(Inputs)).Outputs.Integer("count").Should().Be(4);

        model.Asked.First().Messages[0].Text.Should().Contain("- count is even");
        model.Asked.Last().Messages[^1].Text.Should().Contain("It breaks: count is even");
    }

    [Fact]
    public async Task A_required_rule_that_stays_broken_is_an_error_and_a_suggested_one_a_warning()
    {
        var model = new StubClient(GoodSections);
        var must = new Predict(Ask, model)
            .With(Assertion.Assert("count is even", (_, outputs) => outputs.Integer("count") % 2 == 0));
        var should = new Predict(Ask, model)
            .With(Assertion.Suggest("word names the text", (inputs, outputs) => outputs["word"] == inputs["text"]));

        var error = (await FluentActions.Awaiting(() => must.RunAsync(Inputs)).Should().ThrowAsync<AssertionException>()).Which;
        model.Calls.Should().Be(3);
        var prediction = await should.RunAsync(Inputs);

        error.Broken.Should().Equal("count is even");
        error.Outputs.ShouldEqual(Expected);
        prediction.Warnings.Should().Equal("word names the text");
    }

    [Fact]
    public async Task A_bug_in_a_rule_is_not_taken_for_a_bad_answer()
    {
        var predict = new Predict(Ask, new StubClient(GoodSections))
            .With(Assertion.Assert("rule", (_, outputs) => outputs.Bool("count")));

        await FluentActions.Awaiting(() => predict.RunAsync(Inputs)).Should().ThrowAsync<FieldException>();
    }

    [Fact]
    public void A_demo_that_does_not_fit_is_refused_at_once() =>
        FluentActions.Invoking(() => new Predict(Ask, new StubClient(GoodSections), new PredictOptions
        {
            Demos = [new Example(Inputs, FieldValues.Of(("word", "x")))],
        })).Should().Throw<FieldException>().WithMessage("count: is missing");

    [Fact]
    public async Task Wrong_inputs_cost_nothing()
    {
        var model = new StubClient(GoodSections);

        await FluentActions.Awaiting(() => new Predict(Ask, model).RunAsync(FieldValues.Of(("txt", "x")))).Should()
            .ThrowAsync<FieldException>();

        model.Calls.Should().Be(0);
    }

    [Fact]
    public void The_prompt_can_be_looked_at_without_a_call() =>
        new Predict(Ask, new StubClient(GoodSections)).Preview(Inputs)[0].Text.Should().Be(
            """
            Ask.

            You are given:
            - text: text

            You answer with:
            - word: text
            - count: whole number

            Write your answer in sections, each under its marker on a line of its own:

            <<<word>>>
            (text)

            <<<count>>>
            (whole number; nothing else)

            <<<end of answer>>>
            """);

    [Fact]
    public async Task A_chain_of_thought_writes_its_reasoning_first()
    {
        var model = new StubClient("<<<reasoning>>>\nBecause.\n" + GoodSections);
        var module = new ChainOfThought(Ask, model);

        var prediction = await module.Typed<Text, Word>().RunAsync(new Text("sky"));

        prediction.Value.Should().Be(new Word("blue", 3));
        prediction.Details["reasoning"].Should().Be("Because.");
        module.Signature.Outputs[0].Name.Should().Be("reasoning");
    }

    [Fact]
    public void Records_that_do_not_match_the_signature_are_refused_at_once()
    {
        var predict = new Predict(Ask, new StubClient(GoodSections));

        FluentActions.Invoking(() => predict.Typed<Text, Text>()).Should().Throw<ArgumentException>()
            .WithMessage("*Text*'text'*");
        FluentActions.Invoking(() => predict.Typed<Word, Word>()).Should().Throw<ArgumentException>();
    }

    internal sealed record Text([property: System.Text.Json.Serialization.JsonPropertyName("text")] string Value);

    internal sealed record Word([property: System.Text.Json.Serialization.JsonPropertyName("word")] string Value, int Count);

    [Fact]
    public async Task Answers_that_came_to_nothing_are_asked_for_again_next_time()
    {
        using var folder = new TempFolder();
        var model = new StubClient("nonsense", "more nonsense", "still nonsense", GoodSections);
        var predict = new Predict(Ask, model.WithCache(new PromptCache(folder.Path)));

        await FluentActions.Awaiting(() => predict.RunAsync(Inputs)).Should().ThrowAsync<AnswerException>();

        (await predict.RunAsync(Inputs)).Outputs.ShouldEqual(Expected);
        model.Calls.Should().Be(4);
    }

    [Fact]
    public async Task A_rule_that_stayed_broken_is_tried_again_next_time()
    {
        using var folder = new TempFolder();
        var model = new StubClient("<<<word>>>\nred\n<<<count>>>\n3", GoodSections);
        var options = new PredictOptions { AssertionRetries = 0 };
        var predict = new Predict(Ask, model.WithCache(new PromptCache(folder.Path)), options)
            .With(Assertion.Assert("the word is blue", (_, answer) => answer.String("word") == "blue"));

        await FluentActions.Awaiting(() => predict.RunAsync(Inputs)).Should().ThrowAsync<AssertionException>();

        (await predict.RunAsync(Inputs)).Outputs.ShouldEqual(Expected);
    }

    [Fact]
    public async Task A_repaired_answer_is_replayed_from_the_cache_with_its_repair()
    {
        using var folder = new TempFolder();
        var model = new StubClient("nonsense", GoodSections);
        var predict = new Predict(Ask, model.WithCache(new PromptCache(folder.Path)));
        await predict.RunAsync(Inputs);

        var again = await predict.RunAsync(Inputs);

        again.Usage.Should().Be(new Usage { CacheHits = 2 });
        model.Calls.Should().Be(2);
    }
}
