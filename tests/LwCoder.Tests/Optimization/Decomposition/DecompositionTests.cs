using System.Text;
using LwCoder.Optimization.Decomposition;
using LwCoder.Plans;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Optimization.Decomposition;

public sealed class DecompositionTests
{
    private const string Good = """
        - title: Add the model
          cost_usd: 1.5
          scope: [src/model]
        - title: Add the page
          cost_usd: 0.75
          scope: [src/pages, "docs/page.md"]
        - title: Test it
          cost_usd: 1
          scope: [tests/**]
        """;

    [Fact]
    public void A_good_list_is_read_and_written_the_same()
    {
        var subtasks = SubtaskYaml.Read(Good);

        subtasks.Select(one => (one.Title, one.CostUsd))
            .Should().Equal(("Add the model", 1.5m), ("Add the page", 0.75m), ("Test it", 1m));
        subtasks[2].Scope.Should().Equal("tests");
        SubtaskYaml.Read(SubtaskYaml.Write(subtasks)).Should().BeEquivalentTo(subtasks);
    }

    [Theory]
    [InlineData("- {title: a, cost_usd: -1, scope: [x]}", "negative")]
    [InlineData("- {title: a, cost_usd: true, scope: [x]}", "no number: true")]
    [InlineData("- {title: a, cost_usd: \"1\", scope: [x]}", "no number: 1")]
    [InlineData("- {title: a, cost_usd: cheap, scope: [x]}", "no number: cheap")]
    [InlineData("- {title: a, cost_usd: .nan, scope: [x]}", "no number: .nan")]
    [InlineData("- {title: a, cost_usd: 1e3, scope: [x]}", "no number: 1e3")]
    [InlineData("- {title: a, cost_usd: [1], scope: [x]}", "no cost_usd")]
    [InlineData("- {title: a, scope: [x]}", "no cost_usd")]
    [InlineData("- {title: '', cost_usd: 1, scope: [x]}", "no title")]
    [InlineData("- {title: a, cost_usd: 1, scope: []}", "no list of paths")]
    [InlineData("- {title: a, cost_usd: 1, scope: [../x]}", "no path in the repository")]
    [InlineData("- {title: a, cost_usd: 1, scope: [/etc]}", "no path in the repository")]
    [InlineData("- {title: a, cost_usd: 1, scope: [x], owner: b}", "has a key owner")]
    [InlineData("- just text", "no record")]
    [InlineData("title: a", "not a YAML list")]
    [InlineData("- &a {title: a, cost_usd: 1, scope: [x]}\n- *a", "not YAML")]
    [InlineData("- [", "not YAML")]
    public void Anything_else_is_refused_by_its_reason(string yaml, string reason) =>
        FluentActions.Invoking(() => SubtaskYaml.Read(yaml)).Should().Throw<FormatException>().WithMessage($"*{reason}*");

    [Theory]
    [InlineData("too few", "there are 4 to 9 subtasks")]
    [InlineData("too dear", "no cost_usd is above 1.25")]
    [InlineData("too dear together", "all cost_usd together are at most 3")]
    [InlineData("outside", "every path in scope is in src or tests")]
    [InlineData("denied", "no path in scope is in src/model/secret or holds it")]
    public void Each_limit_is_a_sentence_and_a_check(string limit, string constraint)
    {
        var limits = limit switch
        {
            "too few" => new DecompositionLimits { Fewest = 4, Most = 9 },
            "too dear" => new DecompositionLimits { MostEach = 1.25m },
            "too dear together" => new DecompositionLimits { MostTogether = 3 },
            "outside" => new DecompositionLimits { Allow = ["src", "tests"] },
            _ => new DecompositionLimits { Deny = ["src/model/secret"] },
        };

        DecompositionRules.Of(limits).Where(rule => !rule.Holds(SubtaskYaml.Read(Good))).Select(rule => rule.Constraint)
            .Should().Equal(constraint);
        DecompositionRules.Of(new DecompositionLimits()).Should().OnlyContain(rule => rule.Holds(SubtaskYaml.Read(Good)));
    }

    [Fact]
    public void Every_rule_is_in_the_prompt_word_for_word()
    {
        var rules = DecompositionRules.Of(
            new DecompositionLimits { Fewest = 2, Most = 4, MostEach = 0.5m, MostTogether = 1.5m, Deny = ["ci"] });

        var prompt = Decompositions.Module(new ModelsByText(_ => "").Open(), rules).WithInstructions("Compiled instruction.")
            .Preview(FieldValues.Of(("plan", "x")))[0].Text;

        prompt.Should().StartWith("Compiled instruction.").And.Contain("- there are 2 to 4 subtasks\n")
            .And.Contain("- no cost_usd is above 0.5\n")
            .And.Contain("- all cost_usd together are at most 1.5\n").And.Contain("- no path in scope is in ci or holds it\n");
    }

    [Fact]
    public async Task A_broken_rule_is_shown_to_the_model_and_in_the_end_an_error()
    {
        var models = new ModelsByText(_ => "<<<subtasks>>>\n- {title: a, cost_usd: 9, scope: [x]}\n\n<<<end of answer>>>");
        var module = Decompositions.Module(models.Open(), DecompositionRules.Of(new DecompositionLimits()));

        await FluentActions.Awaiting(() => module.RunAsync(FieldValues.Of(("plan", "x"))))
            .Should().ThrowAsync<AssertionException>();

        models.Asked.Should().HaveCount(3);
        models.Asked.Last().Should().Contain("It breaks: there are 3 to 7 subtasks; no cost_usd is above 2");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void The_list_is_put_at_the_end_and_then_in_its_place(string newLine)
    {
        var plan = $"---{newLine}plan_id: a{newLine}---{newLine}Do it.{newLine}";

        var once = SubtaskBlock.Put(plan, SubtaskYaml.Read(Good));
        var twice = SubtaskBlock.Put(once + $"{newLine}The end.{newLine}", [new Subtask("Other", 1, ["x"])]);

        once.Should().StartWith(plan).And.Contain($"```yaml subtasks{newLine}- title: \"Add the model\"{newLine}");
        once.Replace("\r\n", "\n", StringComparison.Ordinal).Should().NotContain("\r");
        SubtaskYaml.Read(SubtaskBlock.Find(once)!).Should().HaveCount(3);
        twice.Should().EndWith($"The end.{newLine}");
        twice.Split("yaml subtasks").Should().HaveCount(2);
        SubtaskYaml.Read(SubtaskBlock.Find(twice)!).Single().Title.Should().Be("Other");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void A_model_is_not_shown_the_list_that_is_there(string newLine)
    {
        var body = SubtaskBlock.Put($"Do it.{newLine}", SubtaskYaml.Read(Good)) + $"{newLine}The end.{newLine}";

        SubtaskBlock.Without(body).Should().StartWith($"Do it.{newLine}").And.EndWith($"The end.{newLine}")
            .And.NotContain("```").And.NotContain("cost_usd");
        SubtaskBlock.Without("Do it.").Should().Be("Do it.");
    }

    [Fact]
    public void Plans_that_were_split_are_learned_from_without_the_answer()
    {
        var plans = Enumerable.Range(0, DecompositionJob.FewestPlans).Select(number => Encoding.UTF8.GetBytes(SubtaskBlock.Put(
            $"---\nplan_id: plan-{number}\ngit_sha: \"{new string('0', 40)}\"\nstatus: draft\n---\nDo it.\n",
            SubtaskYaml.Read(Good))));

        var job = new DecompositionJob(new ModelsByText(_ => "").Open(), new DecompositionLimits(), seed: 0, TimeProvider.System)
            .Make([.. plans.Select((bytes, number) => PlanDocument.Parse(bytes, $"plan-{number}.md", $"plan-{number}.md").Plan)]);

        job.Data.Train.Select(example => example.Inputs.String("plan")).Should().OnlyContain(plan => !plan.Contains("cost_usd"));
    }

    [Fact]
    public void A_title_with_quotes_and_fences_stays_one_title()
    {
        Subtask[] odd = [new("Say \"hi\": ``` # \\ ünï", 1, ["a b/c"])];

        SubtaskYaml.Read(SubtaskBlock.Find(SubtaskBlock.Put("x\n", odd))!).Should().BeEquivalentTo(odd);
    }
}
