using LwCoder.Tests.Commands.Optimize;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Optimization.Decomposition;

/// <summary>
/// What `plan decompose` makes of answers that keep no rule, however they are written: nothing gets into the plan.
/// </summary>
public sealed class HostileDecompositionTests
{
    private const string Plan =
        "---\nplan_id: shop\ngit_sha: \"0000000000000000000000000000000000000000\"\nstatus: draft\n---\nAdd a shop.\n";

    public static TheoryData<string, string> Answers() => new()
    {
        { List(2), "there are 3 to 7 subtasks" },
        { List(8), "there are 3 to 7 subtasks" },
        { List(0), "there are 3 to 7 subtasks" },
        { List(3, cost: "2.01"), "no cost_usd is above 2" },
        { List(7, cost: "1.5"), "all cost_usd together are at most 10" },
        { List(3, cost: "-1"), "subtasks is a YAML list" },
        { List(3, cost: "true"), "subtasks is a YAML list" },
        { List(3, cost: "'1'"), "subtasks is a YAML list" },
        { List(3, cost: "one"), "subtasks is a YAML list" },
        { List(3, cost: "null"), "subtasks is a YAML list" },
        { List(3, cost: "79228162514264337593543950335"), "subtasks is a YAML list" },
        { List(3, cost: "1_0"), "subtasks is a YAML list" },
        { List(3, scope: "ci/deploy.yml"), "no path in scope is in ci or holds it" },
        { List(3, scope: "CI"), "no path in scope is in ci or holds it" },
        { List(3, scope: "./src/../ci"), "subtasks is a YAML list" },
        { List(3, scope: "'*/deploy.yml'"), "subtasks is a YAML list" },
        { List(3, scope: "c?/deploy.yml"), "subtasks is a YAML list" },
        { List(3, scope: "docs"), "every path in scope is in src" },
        { List(3, title: "Same"), "no two subtasks have the same title" },
        { "[" + string.Concat(Enumerable.Repeat("[", 50_000)), "subtasks is a YAML list" },
        { "I would rather not.", "subtasks is a YAML list" },
        { "- {title: a, cost_usd: 1, scope: [src]}\n---\n- {title: b, cost_usd: 1, scope: [src]}", "subtasks is a YAML list" },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task The_plan_stays_as_it_is_and_the_rule_is_named(string answer, string rule)
    {
        await using var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 0);
        repository.Write("tasks/shop.md", Plan);
        repository.Write("config.toml", "[plan]\nscope_allow = [\"src\", \"ci\"]\nscope_deny = [\"ci\"]\n");
        var models = new ModelsByText(_ => $"<<<subtasks>>>\n{answer}\n\n<<<end of answer>>>");
        var lwCoder = repository.LwCoder(models);

        (await lwCoder.RunAsync("plan", "decompose", "shop")).Should().Be(1, lwCoder.Narrated);

        lwCoder.Narrated.Should().Contain(rule);
        models.Asked.Should().HaveCount(3, "it is shown what it broke, and may try again")
            .And.OnlyContain(asked => asked.Contains(rule));
        File.ReadAllText(Path.Combine(repository.State, "tasks", "shop.md")).Should().Be(Plan);
    }

    private static string List(int count, string cost = "1", string scope = "src", string? title = null) =>
        count == 0 ? "[]" : string.Concat(
            Enumerable.Range(0, count)
                .Select(number => $"- {{title: {title ?? $"Step {number}"}, cost_usd: {cost}, scope: [{scope}]}}\n"));
}
