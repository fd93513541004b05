using LwCoder.Optimization.Examples;

namespace LwCoder.Tests.Optimization.Examples;

public sealed class OutcomeRulesTests
{
    internal static readonly SessionFacts Good = new()
    {
        Status = "completed", CostUsd = 1, CardPassed = null, FailingGates = [], KilledBy = null, Minutes = 10, Activity = 20,
        Calls = 10, Reads = 4, Edits = 3, Shells = 2, DistinctTools = 4, Returned = 10,
    };

    public static TheoryData<string, string, string> Cases => new()
    {
        { "good", "Success", "bounds" },
        { "card fails", "Failure", "card" },
        { "card passes, dear", "Success", "card" },
        { "gate", "Failure", "pytest" },
        { "killed", "Failure", "tool_cycle" },
        { "killed after its card passed", "Failure", "tool_cycle" },
        { "failed", "Failure", "failed" },
        { "costs 8", "Failure", "$8.00" },
        { "costs 5", "Partial", "clearly" },
        { "long and busy", "Failure", "45 minutes" },
        { "long", "Partial", "clearly" },
        { "500", "Failure", "500" },
        { "nothing came back", "Failure", "none of its calls" },
        { "half came back", "Partial", "clearly" },
        { "abandoned", "Partial", "clearly" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void The_first_rule_that_applies_decides(string name, string outcome, string reason)
    {
        var facts = name switch
        {
            "card fails" => Good with { CardPassed = false },
            "card passes, dear" => Good with { CardPassed = true, CostUsd = 9 },
            "gate" => Good with { FailingGates = ["pytest"] },
            "killed" => Good with { KilledBy = "tool_cycle" },
            "killed after its card passed" => Good with { KilledBy = "tool_cycle", CardPassed = true },
            "failed" => Good with { Status = "failed" },
            "costs 8" => Good with { CostUsd = 8 },
            "costs 5" => Good with { CostUsd = 5 },
            "long and busy" => Good with { Minutes = 45, Activity = 100 },
            "long" => Good with { Minutes = 45, Activity = 99 },
            "500" => Good with { Activity = 500 },
            "nothing came back" => Good with { Returned = 0 },
            "half came back" => Good with { Returned = 5 },
            "abandoned" => Good with { Status = "abandoned" },
            _ => Good,
        };

        var label = OutcomeRules.Label(facts);

        label.Outcome.ToString().Should().Be(outcome);
        label.Reason.Should().Contain(reason);
    }
}
