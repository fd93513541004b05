using LwCoder.Prompting.Optimizers.Mipro;

namespace LwCoder.Prompting.Tests.Optimizers.Mipro;

public sealed class ProposalTextTests
{
    [Theory]
    [InlineData("Do X.", "Do X.")]
    [InlineData("\"Do X.\"", "Do X.")]
    [InlineData("Proposed Instruction: Do X.", "Do X.")]
    [InlineData("**Instruction:** Do X.", "Do X.")]
    [InlineData("Instruction: \"Do X.\"", "Do X.")]
    [InlineData("```\nDo X.\nThen Y.\n```", "Do X.\nThen Y.")]
    [InlineData("You are a careful reviewer: read all.", "You are a careful reviewer: read all.")]
    [InlineData("  \n", "")]
    public void Wrappings_come_off_and_words_stay(string reply, string instruction) =>
        ProposalText.Clean(reply).Should().Be(instruction);

    [Theory]
    [InlineData("Answer:   \"quoted\"", "quoted")]
    [InlineData("no prefix", "no prefix")]
    public void A_label_of_up_to_five_words_comes_off(string text, string stripped) =>
        ProposalText.StripLabel(text).Should().Be(stripped);
}
