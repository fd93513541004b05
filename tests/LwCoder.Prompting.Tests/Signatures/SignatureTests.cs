using System.ComponentModel;
using System.Text.Json.Serialization;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Tests.Signatures;

public sealed class SignatureTests
{
    private static readonly Signature Review = new(
        "review", "Review the change.",
        [Field.String("diff"), Field.List("rules", FieldType.String)],
        [
            Field.Enum("verdict", ["approve", "reject"]),
            Field.Number("score", "0 to 1"),
            Field.List("findings", FieldType.Record(Field.String("file"), Field.Integer("line").Optional())),
        ]);

    [Fact]
    public void The_default_task_names_the_fields() =>
        new Signature("s", " ", [Field.String("question")], [Field.String("answer")]).Instructions
            .Should().Be("Read question and answer with answer.");

    [Fact]
    public void Other_instructions_leave_the_fields_alone()
    {
        var changed = Review.WithInstructions("Be strict.");

        changed.Instructions.Should().Be("Be strict.");
        changed.Outputs.Should().Equal(Review.Outputs);
        Review.Instructions.Should().Be("Review the change.");
    }

    [Fact]
    public void A_name_for_two_fields_is_refused() =>
        FluentActions.Invoking(() => new Signature("s", null, [Field.String("a")], [Field.String("a")]))
            .Should().Throw<ArgumentException>().WithMessage("*'a'*twice*");

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("end of answer")]
    public void A_field_name_is_one_word(string name) =>
        FluentActions.Invoking(() => Field.String(name)).Should().Throw<ArgumentException>();

    [Fact]
    public void The_schema_requires_every_property_and_allows_no_other() =>
        Review.OutputSchema.GetRawText().Should().Be(
            """
            {"type":"object","properties":{"verdict":{"type":"string","enum":["approve","reject"]},
            "score":{"type":"number","description":"0 to 1"},
            "findings":{"type":"array","items":{"type":"object","properties":{"file":{"type":"string"},"line":{"type":["integer","null"]}},
            "required":["file","line"],"additionalProperties":false}}},"required":["verdict","score","findings"],"additionalProperties":false}
            """.Replace("\n", "", StringComparison.Ordinal));

    [Fact]
    public void Inputs_are_checked_by_name()
    {
        FluentActions.Invoking(() => Review.FitInputs(FieldValues.Of(("diff", "x"))))
            .Should().Throw<FieldException>().WithMessage("rules: is missing");
        FluentActions.Invoking(() => Review.FitInputs(FieldValues.Of(("diff", "x"), ("rules", new[] { "a" }), ("dif", "y"))))
            .Should().Throw<FieldException>().WithMessage("dif: is no input here*diff, rules*");
    }

    [Theory]
    [InlineData("""{"verdict":"maybe","score":1,"findings":[]}""",
        "verdict: expected one of: approve, reject, found the text \"maybe\"")]
    [InlineData("""{"verdict":"approve","score":"high","findings":[]}""", "score: expected a number*")]
    [InlineData("""{"verdict":"approve","score":1}""", "findings: is missing")]
    [InlineData("""{"verdict":"approve","score":1,"findings":{"file":"a"}}""",
        "findings: expected a list, found a record with file")]
    [InlineData("""{"verdict":"approve","score":1,"findings":[{"file":"a","line":1.5}]}""",
        "findings[0].line: expected a whole number*")]
    [InlineData("""{"verdict":null,"score":1,"findings":[]}""", "verdict: is null*")]
    public void An_answer_of_the_wrong_shape_says_where(string json, string message) =>
        FluentActions.Invoking(() => Review.FitOutputs(FieldValues.FromJson(json)))
            .Should().Throw<FieldException>().WithMessage(message);

    [Fact]
    public void What_loses_nothing_is_converted() =>
        Review.FitOutputs(FieldValues.FromJson(
            """{"score":"0.5","verdict":" APPROVE","findings":[{"line":3.0,"file":"a"}],"extra":1}"""))
            .ToJson().Should().Be("""{"verdict":"approve","score":0.5,"findings":[{"file":"a","line":3}]}""");

    [Fact]
    public void Two_records_make_a_signature()
    {
        var signature = Signature.Of<Question, Verdict>();

        signature.Name.Should().Be("verdict");
        signature.Instructions.Should().Be("Judge the text.");
        signature.Inputs.Select(field => field.ToString()).Should().Equal("the_text: text", "max_words: whole number or null");
        signature.Outputs.Select(field => field.ToString()).Should().Equal(
            "sure: number", "mood: one of: Good, Bad", "words: list of text", "why: record of reason, weight",
                "is_fine: true or false");
        signature.Outputs[0].Description.Should().Be("0 to 1");
    }

    [Fact]
    public void A_record_survives_the_way_to_values_and_back()
    {
        var verdict = new Verdict(0.25, Mood.Bad, ["a", "b"], new Why("because", 3), true);

        var values = Records.ToFieldValues(verdict);

        values.ToJson().Should()
            .Be("""{"sure":0.25,"mood":"Bad","words":["a","b"],"why":{"reason":"because","weight":3},"is_fine":true}""");
        values.To<Verdict>().Should().BeEquivalentTo(verdict);
        FieldValues.Of(("the_text", "x")).To<Question>().Should().Be(new Question("x", null));
    }

    [Fact]
    public void Lists_of_any_spelling_hold_records_and_optional_parts()
    {
        var plan = new Plan([new Why("a", 1)], [new Why("b", 2)], [1, 2], null, [Mood.Bad]);

        Records.ToFieldValues(plan).To<Plan>().Should().BeEquivalentTo(plan);
        Records.FieldsOf<Plan>().Single(field => field.IsOptional).Name.Should().Be("perhaps");
    }

    [Fact]
    public void A_number_too_large_for_its_parameter_is_an_error() =>
        FluentActions.Invoking(() => FieldValues.FromJson("""{"the_text":"x","max_words":99999999999}""").To<Question>())
            .Should().Throw<FieldException>().WithMessage("max_words: the number 99999999999 does not fit a Int32");

    [Fact]
    public void A_parameter_no_field_can_hold_is_named() =>
        FluentActions.Invoking(() => Signature.Of<Question, Strange>())
            .Should().Throw<ArgumentException>().WithMessage("Strange.When: no field can hold a System.DateTime*");

    [Fact]
    public void A_record_that_holds_itself_is_refused() =>
        FluentActions.Invoking(() => Signature.Of<Question, Endless>()).Should().Throw<ArgumentException>()
            .WithMessage("*cannot hold itself*");

    internal sealed record Question([property: JsonPropertyName("the_text")] string Text, int? MaxWords);

    [Description("Judge the text.")]
    internal sealed record Verdict(
        [Description("0 to 1")] double Sure, Mood Mood, IReadOnlyList<string> Words, Why Why, bool IsFine);

    internal sealed record Why(string Reason, int Weight);

    internal sealed record Plan(Why[] First, List<Why> Second, IEnumerable<int> Third, Why? Perhaps, Mood[] Moods);

    internal sealed record Strange(DateTime When);

    internal sealed record Endless(string Name, List<Endless> Inner);

    internal enum Mood
    {
        Good,
        Bad,
    }
}
