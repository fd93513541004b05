using System.Globalization;
using System.Text;
using LwCoder.Diagnosis;
using LwCoder.Sessions;
using Xunit.Abstractions;

namespace LwCoder.Tests.Diagnosis;

/// <summary>Governor and diagnosis together: who is let alone, who is ended, and what is said of it.</summary>
public sealed class TraceTableTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Healthy_sessions_are_let_alone_and_sick_ones_told_apart()
    {
        var unnoticed = new List<string>();
        var results = new List<(string Name, FailureCategory Expected, FailureCategory Said, string By)>();
        foreach (var (name, expected, trace) in TraceTable.Rows)
        {
            var ended = await trace.EndAsync();
            if (ended.Kill is null && !ended.HasResult)
            {
                unnoticed.Add(name);
            }
            var report = await new Diagnostician(new NoClassifier(), 1, TimeProvider.System).DiagnoseAsync(ended, default);
            results.Add((name, expected, report.Category,
                $"{ended.Outcome.Name()}, {report.KilledBy ?? "not ended"}, {report.Confidence}"));
        }

        output.WriteLine(Matrix([.. results.Select(row => (row.Expected, row.Said))]));
        foreach (var row in results)
        {
            output.WriteLine($"{(row.Expected == row.Said ? "  " : "!!")} {row.Said.Name(),-19} {row.Name} ({row.By})");
        }
        unnoticed.Should().BeEmpty("who goes on for ever is ended");
        results.Where(row => row.Expected != row.Said).Select(row => $"{row.Name}: {row.Said.Name()} ({row.By})")
            .Should().BeEmpty();
        results.Count(row => row.Expected == FailureCategory.None).Should().BeGreaterThanOrEqualTo(40);
        results.Count(row => row.Expected != FailureCategory.None).Should().BeGreaterThanOrEqualTo(40);
    }

    /// <summary>Rows: what it is. Columns: what was said.</summary>
    private static string Matrix(IReadOnlyList<(FailureCategory Expected, FailureCategory Said)> results)
    {
        var labels = results.SelectMany(row => new[] { row.Expected, row.Said }).Distinct().Order().ToList();
        var text = new StringBuilder($"{"",-20}");
        labels.ForEach(label => text.Append($"{Short(label),9}"));
        foreach (var expected in labels)
        {
            text.Append($"\n{Named(expected),-20}");
            labels.ForEach(said => text.Append(
                CultureInfo.InvariantCulture, $"{results.Count(row => row == (expected, said)),9}"));
        }
        var right = results.Count(row => row.Expected == row.Said);
        return text.Append(CultureInfo.InvariantCulture, $"\n{right} of {results.Count} right\n").ToString();
    }

    private static string Named(FailureCategory category) => category == FailureCategory.None ? "healthy" : category.Name();

    private static string Short(FailureCategory category) => Named(category) is var name && name.Length > 8 ? name[..8] : name;
}
