using LwCoder.Plans;
using static LwCoder.Tests.Support.PlanSamples;

namespace LwCoder.Tests.Plans;

public sealed class PlanTextTests
{
    [Fact]
    public void A_prompt_gets_facts_numbered_notes_and_the_body_as_written()
    {
        var plan = Parse(Text(
            more: "created_at: 2025-01-31\ncreated_by: me\nevaluation_notes: ['Check: it', two]\n",
            body: "# Do\r\n\n  it \n")).Plan;

        PlanText.ForPrompt(plan).Should().Be(
            $"Plan: my-feature\nBase commit: {Sha}\nCreated at: 2025-01-31T00:00:00+00:00\nCreated by: me\n"
            + "\nEvaluation notes:\n1. Check: it\n2. two\n\n---\n\n# Do\r\n\n  it \n");
    }

    [Fact]
    public void What_is_not_known_is_left_out() =>
        PlanText.ForPrompt(Parse(Text(sha: Plan.PlaceholderSha, status: "draft", body: "x")).Plan)
            .Should().Be("Plan: my-feature\n\n---\n\nx");
}
