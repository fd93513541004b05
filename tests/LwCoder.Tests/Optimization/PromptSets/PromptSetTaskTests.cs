using System.Text;
using LwCoder.Agents;
using LwCoder.Optimization.PromptSets;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;
using LwCoder.Training.Replays;

namespace LwCoder.Tests.Optimization.PromptSets;

public sealed class PromptSetTaskTests
{
    private const string Main =
        "Work on this plan, step by step, until the tests pass: {plan_text}\nThen call `code-review-auditor`.";

    private static readonly PromptSet Set = new(
        Main, [new Subagent("code-review-auditor", "Reviews.", "Read the change and report what is wrong.\n")]);

    private static readonly PastPlan Plan = new("login-form", "ba5e", Encoding.UTF8.GetBytes(
        "Add a login form to the shop that remembers who somebody is for thirty days unless they say otherwise."));

    [Theory]
    [InlineData("Do it well: {plan_text} Then call code-review-auditor.", null)]
    [InlineData("Do it.", "and 19 are the least")]
    [InlineData("Do it well, all of it, to its end, and then call code-review-auditor.", "{plan_text}, where the plan goes")]
    [InlineData("Do it well: {plan_text} Again: {plan_text} Then call code-review-auditor.", "{plan_text}, where the plan goes")]
    [InlineData("Do it well: {plan_text} Then have it reviewed by somebody.", "it names the subagent code-review-auditor")]
    [InlineData("Do it well: {plan_text} {name} Then call code-review-auditor.", "the only placeholder in braces")]
    [InlineData(
        "Do it: {plan_text} Then call code-review-auditor.\n[the rest of this prompt is unchanged]", "written out in full")]
    [InlineData("As for login-form: {plan_text} Then call code-review-auditor.", "names a sample's plan")]
    [InlineData("See /home/ada/shop: {plan_text} Then call code-review-auditor.", "home folder")]
    [InlineData(
        "Do it: {plan_text} Then code-review-auditor. "
        + "Add a login form to the shop that remembers who somebody is for thirty days.",
        "repeats a passage")]
    [InlineData(
        "Do it: {plan_text} Then code-review-auditor. "
        + "The judge said that the error of an empty cart is swallowed in the handler of orders.",
        "repeats a passage")]
    public void A_main_prompt_keeps_its_places_and_holds_nothing_of_one_session(string text, string? reason)
    {
        const string Shown = "The judge said that the error of an empty cart is swallowed in the handler of orders.";

        var refusal = Task(Result()).Refuse("main", text, Shown);

        if (reason is null)
        {
            refusal.Should().BeNull();
        }
        else
        {
            refusal.Should().Contain(reason);
        }
    }

    [Fact]
    public void A_subagents_prompt_needs_no_place_for_the_plan() =>
        Task(Result()).Refuse("code-review-auditor", "Read the change twice.", "").Should().BeNull();

    [Fact]
    public void The_rules_are_told_to_whoever_writes() =>
        Task(Result()).Describe("main").Should().Contain("it has 19 to ")
            .And.Contain("it names the subagent code-review-auditor exactly so")
            .And.Contain("no prompt repeats a passage");

    [Fact]
    public async Task What_tests_judges_and_reviewers_said_is_the_feedback()
    {
        var remarks = new ReplayRemarks(
            [new FailedTest("cart is empty", "passed", "expected 0 but was 1"), new FailedTest("adds", "new", null)], null,
            ["test deleted: pays in pay.test.js (the file is deleted)"], [new Remark("strict", "The handler swallows errors.")],
            [new Remark("code-review-auditor", "Nothing to fix; token s3cret.")]);

        var rollout = await RunAsync(Result() with { Remarks = remarks });

        rollout.Score.Value.Should().Be(0.5);
        rollout.Score.Feedback.Should().Contain("Score 0.500 of 1, tests 0.75, judges 0.25.")
            .And.Contain("- cart is empty (passed before): expected 0 but was 1").And.Contain("- adds (added by the change)")
            .And.Contain("test deleted: pays").And.Contain("- strict: The handler swallows errors.").And.Contain("token ***");
        rollout.ComponentFeedback["code-review-auditor"].Should().StartWith("`code-review-auditor` was called.");
        rollout.Usage.Cost.Should().Be(0.2m);
    }

    [Fact]
    public async Task A_session_without_a_change_is_worth_nothing_and_one_without_a_score_is_an_outage()
    {
        (await RunAsync(Result() with { Score = 0, Files = 0 })).Score.Feedback.Should().Contain("changed nothing");

        var outage = await RunAsync(Result() with { Score = null, Outcome = "timed_out", Reason = "it took too long" });

        outage.IsOutage.Should().BeTrue();
        outage.Score.Value.Should().Be(0);
        outage.Error.Should().Contain("timed_out");
    }

    [Theory]
    [InlineData("main", "main")]
    [InlineData("review", "code-review-auditor")]
    public void Texts_are_named_by_their_files_or_a_part_of_that(string named, string found) =>
        PromptTexts.Of(Set, [named]).Chosen.Components.Single().Name.Should().Be(found);

    [Theory]
    [InlineData("i", "'i' may be main or code-review-auditor")]
    [InlineData("alignment", "there is no prompt 'alignment'")]
    public void A_name_of_none_or_several_is_refused(string named, string message) =>
        FluentActions.Invoking(() => PromptTexts.Of(Set, [named])).Should().Throw<UserError>().WithMessage(message);

    private static Task<Rollout> RunAsync(ReplayResult result)
    {
        var task = Task(result);
        return task.RunAsync(task.Baseline, new Example(FieldValues.Empty, FieldValues.Empty, Plan.Id), default);
    }

    private static PromptSetTask Task(ReplayResult result) => new(
        PromptTexts.Of(Set, null), (_, _, _) => System.Threading.Tasks.Task.FromResult(result), [Plan],
        text => text.Replace("s3cret", "***", StringComparison.Ordinal), ProposalLimit.Default);

    private static ReplayResult Result() => new(
        Plan.Id, Plan.Sha256, Plan.BaseSha, 1, Set.Fingerprint, "mini", null, "completed", null, 0.5, 0.75, 0.25,
        "3 passed, 1 failed", 1, 1, [], 2, 10, 3, new Spending(0.2m, "billed"), 12, 0);
}
