using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Programs;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Programs;

public sealed class PromptProgramTests
{
    private static readonly Signature Ask =
        new("ask", "Ask.", [Field.String("text")], [Field.String("word"), Field.Integer("count")]);

    private static readonly Provenance Origin = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            new Dictionary<string, string> { ["model"] = "m", ["score"] = "0.9" });

    private static readonly Example Demo = new(FieldValues.Of(("text", "sky")), FieldValues.Of(("word", "blue"), ("count", 3)));

    [Fact]
    public void What_was_learned_survives_a_file()
    {
        using var folder = new TempFolder();
        var learned = new Predict(Ask.WithInstructions("Ask “well”."), Model, new PredictOptions { Demos = [Demo] });

        PromptProgram.From(learned, "v1", Origin).SaveTo(folder.File("program.json"));
        var program = PromptProgram.Load(folder.File("program.json"));
        var applied = (Predict)program.ApplyTo(new Predict(Ask, Model));

        applied.Signature.Instructions.Should().Be("Ask “well”.");
        applied.Options.Demos.Should().Equal(Demo);
        program.Provenance.Should().BeEquivalentTo(Origin);
        Directory.EnumerateFiles(folder.Path).Should().ContainSingle();
        File.ReadAllText(folder.File("program.json")).Should()
            .Contain("“well”").And.Contain("\"library\": \"LwCoder.Prompting 0.1.0\"");
    }

    [Fact]
    public void Fields_are_matched_by_name_in_any_order()
    {
        var program = PromptProgram.From(new Predict(Ask, Model, new PredictOptions { Demos = [Demo] }), "v1", Origin);
        var reordered = new Signature("ask", "Ask.", Ask.Inputs, [Ask.Outputs[1], Ask.Outputs[0]]);

        var applied = (Predict)program.ApplyTo(new Predict(reordered, Model));

        applied.Options.Demos[0].Outputs.ToJson().Should().Be("""{"count":3,"word":"blue"}""");
    }

    [Fact]
    public void A_program_reaches_predictors_inside_other_modules()
    {
        var chain = new ChainOfThought(Ask, Model);
        var program = PromptProgram.From(chain.Replace(predict => predict.WithInstructions("Better.")), "v1", Origin);
        var best = new BestOfN(chain, (_, _, _) => ValueTask.FromResult<Score>(1));

        program.ApplyTo(best).Predictors.Single().Signature.Instructions.Should().Be("Better.");
    }

    [Theory]
    [InlineData("ask", "colour", "*the outputs of ask*the code has no word.")]
    [InlineData("question", "word", "*the predictors of v1*the code has no ask.")]
    public void Code_that_moved_on_is_told_where(string signature, string output, string message)
    {
        var program = PromptProgram.From(new Predict(Ask, Model), "v1", Origin);
        var changed = new Signature(signature, null, Ask.Inputs, [Field.String(output), Field.Integer("count")]);

        FluentActions.Invoking(() => program.ApplyTo(new Predict(changed, Model)))
            .Should().Throw<ProgramException>().WithMessage(message);
    }

    [Fact]
    public void A_demo_that_no_longer_fits_is_named()
    {
        var program = PromptProgram.From(new Predict(Ask, Model, new PredictOptions { Demos = [Demo] }), "v1", Origin);
        var changed = new Signature("ask", null, Ask.Inputs, [Field.Integer("word"), Field.Integer("count")]);

        FluentActions.Invoking(() => program.ApplyTo(new Predict(changed, Model)))
            .Should().Throw<ProgramException>().WithMessage("A demo of ask does not fit: word: expected a whole number*");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schema_version":1,"name":"a","provenance":{"created_at":"yesterday"},"predictors":{}}""")]
    [InlineData("""{"schema_version":2}""")]
    public void What_is_no_program_is_refused(string json) =>
        FluentActions.Invoking(() => PromptProgram.FromJson(json)).Should().Throw<ProgramException>();

    private static StubClient Model => new("unused");
}
