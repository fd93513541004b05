using LwCoder.Agents;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompts;
using LwCoder.Training.Reading;
using LwCoder.Training.Trainer;

namespace LwCoder.Tests.Training.Trainer;

public sealed class CandidateRulesTests
{
    private const string Copied =
        "When the importer meets a second header it must stop at once and tell the operator which file was broken";

    private static readonly string Main = string.Concat(Enumerable.Repeat("Do the work in {plan_text} and check it. ", 20));

    private static readonly CurrentPrompts Current = new(
        "mini", "default",
        new PromptSet(
            Main + "Reports go to /tmp/reports.",
            [new Subagent("auditor", "Audits.", "Look closely."), new Subagent("checker", "Checks.", new string('c', 40))]));

    private static readonly SampleMaterial Sample = new("import-fix-2", Copied + ". " + Main, "", "", "", "", "", "");

    [Fact]
    public void A_sound_answer_breaks_nothing() => Broken(Main + " Ask auditor. Reports go to /tmp/reports.").Should().BeEmpty();

    [Theory]
    [InlineData("", "no prompt is empty")]
    [InlineData("Ask auditor.", "it replaces the current one")]
    [InlineData("(the rest of the prompt is unchanged)", "written out in full")]
    [InlineData("[unchanged]", "written out in full")]
    [InlineData("... same as before ...", "written out in full")]
    [InlineData("# Review\n\nSame as before.", "written out in full")]
    [InlineData("Unchanged from the current prompt.", "written out in full")]
    [InlineData("Keep the existing prompt.", "written out in full")]
    [InlineData("**No changes required.**", "written out in full")]
    [InlineData("(keep the remaining sections)", "written out in full")]
    [InlineData("<!-- rest of the prompt -->", "written out in full")]
    [InlineData("Fill in {unknown_thing} first.", "only placeholder")]
    [InlineData(Copied, "word for word")]
    [InlineData("Learn from import-fix-2 here.", "names a sample's plan")]
    [InlineData("See /home/ada/project for it.", "home folder")]
    [InlineData("Resume 123e4567-e89b-12d3-a456-426614174000 there.", "home folder")]
    [InlineData("Ask agent-1a2b3c4 again.", "home folder")]
    public void What_must_not_be_in_a_prompt_is_found(string line, string rule) =>
        Broken(line is "" or "Ask auditor." ? line : $"{Main} Ask auditor.\n{line}\n")
            .Should().Contain(text => text.Contains(rule));

    [Theory]
    [InlineData("Leave files that the plan does not name unchanged.")]
    [InlineData("Run the tests as before each commit, and read them.")]
    [InlineData("- Keep existing content of the files you edit, unless the plan asks for something else in so many words.")]
    [InlineData("- Keep existing tests passing.")]
    [InlineData("Use the existing prompt of the shell, and no changes to it.")]
    [InlineData("(the rest of the tests may wait)")]
    [InlineData("Ask @agent-auditor.")]
    [InlineData("An agent-based design is fine.")]
    public void Sentences_that_only_look_like_it_are_let_through(string line) =>
        Broken($"{Main} Ask auditor.\n{line}\n").Should().BeEmpty();

    [Theory]
    [InlineData("../../evil", "kebab-case")]
    [InlineData("Auditor", "kebab-case")]
    [InlineData("main", "kebab-case")]
    [InlineData("analysis", "kebab-case")]
    [InlineData("nul", "kebab-case")]
    [InlineData("stranger", "by its exact name")]
    [InlineData("audit", "by its exact name")]
    public void A_subagents_name_is_a_name_and_is_called(string name, string rule) =>
        Broken($"{Main} {(name is "stranger" or "audit" ? "auditor" : name)}", name)
            .Should().ContainSingle(text => text.Contains(rule));

    [Fact]
    public void Too_many_subagents_two_of_a_name_and_too_much_or_too_little_text_are_found()
    {
        Broken($"{Main} a b c", "a", "b", "c").Should().ContainSingle(text => text.Contains("at most 2"));
        Broken($"{Main} a", "a", "a").Should().ContainSingle(text => text.Contains("all different"));
        Broken($"{Main} checker", "checker").Should().ContainSingle(text => text.Contains("a fifth of its current length"));
        Broken(Main + new string('x', 20_000) + " auditor").Should().ContainSingle(text => text.Contains("all prompts together"));
    }

    private static IReadOnlyList<string> Broken(string main, params string[] subagents)
    {
        var names = subagents.Length == 0 ? ["auditor"] : subagents;
        var answer = FieldValues.Of(
            (CandidatePrompts.MainField, main),
            (CandidatePrompts.SubagentsField, names.Select(name => FieldValues.Of(
                (CandidatePrompts.NameField, name), (CandidatePrompts.DescriptionField, "Looks."),
                (CandidatePrompts.PromptField, "Look."))).ToList()),
            (CandidatePrompts.AnalysisField, "Why."));
        return [.. new CandidateRules(Current, [Sample], maxSubagents: 2).All()
            .Where(rule => !rule.Holds(FieldValues.Empty, answer)).Select(rule => rule.Constraint)];
    }
}
