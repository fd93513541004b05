using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanMessageTests
{
    [Theory]
    [InlineData("\n## Add a login \n\nmore\n", "Add a login")]
    [InlineData("Add a login\nmore\n", "Add a login")]
    [InlineData("###\n\n#\n-\u0007-\n", "--")]
    [InlineData("##\n.", ".")]
    public void The_first_words_of_a_plan_are_the_subject(string body, string subject)
    {
        Message(body).Should().Be($"{subject}\n\nPlan: my-feature\n");
    }

    [Fact]
    public void A_long_title_is_cut_between_words()
    {
        var subject = Message(string.Join(' ', Enumerable.Repeat("word", 30))).Split('\n')[0];

        subject.Should().EndWith("word…").And.HaveLength(70);
    }

    [Fact]
    public void A_long_word_is_cut_anywhere()
    {
        Message(new string('x', 200)).Split('\n')[0].Should().HaveLength(72);
    }

    [Fact]
    public void A_plan_without_words_gives_its_id()
    {
        Message("###\n").Should().StartWith("my-feature\n");
    }

    private static string Message(string body) => PlanMessage.From(PlanSamples.Parse(PlanSamples.Text(body: body)).Plan);
}
