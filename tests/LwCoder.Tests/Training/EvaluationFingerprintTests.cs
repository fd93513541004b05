using LwCoder.Judges;
using LwCoder.Training;

namespace LwCoder.Tests.Training;

public sealed class EvaluationFingerprintTests
{
    /// <summary>Expected values are of an independent program: sha256 over the text as the format says, in Python.</summary>
    [Theory]
    [InlineData(0.4, "2e9aa57a")]
    [InlineData(1, "962c697c")]
    [InlineData(0.00001, "f4ef1ab2")]
    public void It_is_what_other_programs_compute(double weight, string expected) =>
        EvaluationFingerprint.Of([new Judge("b", 0.6, "m", "Look.\nHard."), new Judge("a", weight, "m", "Ünder")])
            .Should().Be(expected);

    [Fact]
    public void Order_and_models_do_not_matter_and_instructions_do()
    {
        var (a, b) = (new Judge("a", 0.5, "m", "x"), new Judge("b", 0.5, "m", "y"));

        EvaluationFingerprint.Of([b, a with { Model = "other" }]).Should().Be(EvaluationFingerprint.Of([a, b]));
        EvaluationFingerprint.Of([a, b with { Instructions = "z" }]).Should().NotBe(EvaluationFingerprint.Of([a, b]));
    }
}
