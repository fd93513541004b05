using LwCoder.Prompting.Optimizers.Mipro;

namespace LwCoder.Prompting.Tests.Optimizers.Mipro;

public sealed class MiproSizeTests
{
    [Theory]
    [InlineData(6, 1, false, 10, 3, 13)]
    [InlineData(6, 1, true, 9, 6, 12)]
    [InlineData(12, 1, false, 18, 6, 23)]
    [InlineData(18, 1, false, 27, 9, 34)]
    [InlineData(6, 2, true, 10, 6, 13)]
    [InlineData(12, 4, false, 57, 6, 70)]
    [InlineData(18, 4, true, 33, 18, 41)]
    public void Trials_follow_from_candidates_and_components(
        int candidates, int components, bool isZeroShot, int trials, int instructions, int withFull)
    {
        var size = MiproSize.Of(candidates, components, isZeroShot);

        (size.Trials, size.Instructions, size.TrialsWithFullEvaluations).Should().Be((trials, instructions, withFull));
    }
}
