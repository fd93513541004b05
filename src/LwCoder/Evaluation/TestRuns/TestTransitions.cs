using LwCoder.Evaluation.TestReports;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>How a change moved the tests, by name. Tests that fail by chance are in none but the last list.</summary>
/// <param name="Added">Known only after the change.</param>
internal sealed record TestTransitions(
    IReadOnlyList<string> FailToPass, IReadOnlyList<string> PassToPass, IReadOnlyList<string> PassToFail,
    IReadOnlyList<string> FailToFail, IReadOnlyList<string> Added, IReadOnlyList<string> Flaky)
{
    /// <returns>Null unless both sides name every one of their tests.</returns>
    public static TestTransitions? Of(TestResults before, TestResults after)
    {
        if (!before.IsComplete || !after.IsComplete)
        {
            return null;
        }
        var flaky = before.Flaky.Concat(after.Flaky).ToHashSet();
        var old = ByName(before.Cases);
        var now = ByName(after.Cases);
        return new TestTransitions(
            Moved(TestStatus.Failed, TestStatus.Passed), Moved(TestStatus.Passed, TestStatus.Passed),
            Moved(TestStatus.Passed, TestStatus.Failed), Moved(TestStatus.Failed, TestStatus.Failed),
            Sorted(now.Keys.Where(name => !old.ContainsKey(name) && !flaky.Contains(name))), Sorted(flaky));

        List<string> Moved(TestStatus once, TestStatus then) => Sorted(
            from test in now
            where test.Value == then && old.TryGetValue(test.Key, out var was) && was == once && !flaky.Contains(test.Key)
            select test.Key);
    }

    /// <summary>The worst of several of one name.</summary>
    public static Dictionary<string, TestStatus> ByName(IEnumerable<TestCase> cases)
    {
        var statuses = new Dictionary<string, TestStatus>();
        foreach (var test in cases)
        {
            statuses[test.Name] = statuses.TryGetValue(test.Name, out var other) && other > test.Status ? other : test.Status;
        }
        return statuses;
    }

    private static List<string> Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];
}
