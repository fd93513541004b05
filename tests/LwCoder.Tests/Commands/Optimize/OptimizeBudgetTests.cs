using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Prompting.Models;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>What `optimize` may spend, and what it has left to spend after it was stopped.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class OptimizeBudgetTests
{
    private const string Recovery = "recovery", Classifier = "classifier", Decompose = "decompose";

    [Theory]
    [InlineData(Recovery, "gepa")]
    [InlineData(Recovery, "mipro")]
    [InlineData(Classifier, "gepa")]
    [InlineData(Classifier, "mipro")]
    [InlineData(Classifier, "bootstrap")]
    [InlineData(Decompose, "gepa")]
    [InlineData(Decompose, "mipro")]
    [InlineData(Decompose, "bootstrap")]
    public async Task A_budget_that_buys_nothing_is_refused_with_the_one_that_buys_a_proposal(string target, string optimizer)
    {
        await using var repository = await RepositoryAsync();
        string[] command = ["optimize", target, .. target == Recovery ? ["--category", "scope_creep"] : Array.Empty<string>(),
            "--optimizer", optimizer, "--budget-calls"];
        var refused = repository.LwCoder(_ => "");

        (await refused.RunAsync([.. command, "10"])).Should().Be(4, refused.Narrated);

        refused.Narrated.Should().Contain("This budget buys no proposal");
        ((ModelsByText)refused.Models!).Asked.Should().BeEmpty("nothing is spent before it is known what it buys");
        var least = int.Parse(Least().Match(refused.Narrated).Groups[1].Value, CultureInfo.InvariantCulture);
        var one = repository.LwCoder(_ => "No answer that can be used.");
        (await one.RunAsync([.. command, $"{least}"])).Should().Be(0, one.Narrated);
        one.Narrated.Should().Contain("this budget buys one proposal").And.Contain("examples to learn from")
            .And.MatchRegex(@"calls of the proposing model, about \$\d\.\d\d: ").And.Contain("at most $5.00 are spent");
        one.Printed.Should().Contain("held out  ").And.Contain("spent     ");
        var less = repository.LwCoder(_ => "");
        (await less.RunAsync([.. command, $"{least - 1}"])).Should().Be(4);
    }

    [Fact]
    public async Task Bootstrap_is_refused_where_nothing_is_shown_to_a_model()
    {
        await using var repository = await RepositoryAsync();
        var lwCoder = repository.LwCoder(_ => "");

        (await lwCoder.RunAsync("optimize", "recovery", "--optimizer", "bootstrap")).Should().Be(2);

        lwCoder.Narrated.Should().Contain("--optimizer takes gepa, mipro. bootstrap collects examples to show to a model");
    }

    [Theory]
    [InlineData(0.3, "$2 ")]
    [InlineData(null, "at list prices")]
    public async Task The_limit_in_money_holds_whether_or_not_the_provider_says_what_calls_cost(double? cost, string said)
    {
        await using var repository = await RepositoryAsync();
        // Without a price: 20 000 tokens of the dearest model that is known, which are half a dollar.
        var answer = $"<<<evidence>>>\n{new string('x', 80_000)}\n\n<<<category>>>\nscope_creep\n\n<<<confidence>>>\n1\n\n"
            + "<<<end of answer>>>";
        var models = new ModelsByText(_ => answer) { Cost = cost };
        var lwCoder = repository.LwCoder(models);

        (await lwCoder.RunAsync("optimize", "classifier", "--max-cost", "2", "--budget-calls", "1000"))
            .Should().Be(0, lwCoder.Narrated);

        models.Asked.Count.Should().BeInRange(1, 6);
        lwCoder.Printed.Should().Contain(said).And.Contain("The budget of $2 does not hold")
            .And.Contain("stored    nothing: the budget ended before it was measured on held-out sessions")
            .And.NotContain("accuracy");
    }

    [Fact]
    public async Task What_was_compiled_before_a_stop_is_neither_paid_for_nor_stored_again()
    {
        await using var repository = await RepositoryAsync();
        await using var other = await RepositoryAsync();
        string[] command = ["optimize", "recovery", "--optimizer", "gepa", "--budget-calls", "60", "--json"];
        var answer = $"```\n{OptimizedRepository.Better}\n```";
        var uninterrupted = other.LwCoder(new ModelsByText(_ => answer) { Cost = 0.2 });
        (await uninterrupted.RunAsync(command)).Should().Be(0, uninterrupted.Narrated);
        var whole = ((ModelsByText)uninterrupted.Models!).Asked.Count;
        whole.Should().BeGreaterThan(4);
        for (var asked = 1; asked < whole; asked += 2)
        {
            var left = 2;
            var stopped = repository.LwCoder(new ModelsByText(_ => left-- > 0
                ? answer
                : throw new ModelException(ModelErrorKind.Payment, "No credit left.")) { Cost = 0.2 });
            await stopped.RunAsync(command);
        }

        var resumed = repository.LwCoder(new ModelsByText(_ => answer) { Cost = 0.2 });
        (await resumed.RunAsync(command)).Should().Be(0, resumed.Narrated);

        ((ModelsByText)resumed.Models!).Asked.Count.Should().BeLessThanOrEqualTo(2);
        Timeless(resumed.Printed).Should().Be(Timeless(uninterrupted.Printed));
        Directory.GetFiles(Path.Combine(repository.State, "optimizations")).Should().BeEmpty();
        var list = repository.LwCoder(_ => "");
        await list.RunAsync("compiled", "list", "--json");
        using var versions = JsonDocument.Parse(list.Printed);
        versions.RootElement.GetProperty("versions").EnumerateArray().Select(version => version.GetProperty("version").GetInt32())
            .Should().OnlyContain(version => version == 1);
    }

    private static async Task<OptimizedRepository> RepositoryAsync()
    {
        var repository = await OptimizedRepository.CreateAsync(Engine.Sqlite, each: 12);
        for (var number = 0; number < 16; number++)
        {
            repository.Write($"tasks/plan-{number:00}.md",
                $"---\nplan_id: plan-{number:00}\ngit_sha: \"{new string('0', 40)}\"\nstatus: "
                + $"draft\n---\nChange src/part{number}/a.cs.\n");
        }
        return repository;
    }

    private static string Timeless(string report) => Duration().Replace(report, "");

    [GeneratedRegex(@"raise --budget-calls to (\d+) or more")]
    private static partial Regex Least();

    [GeneratedRegex(@"""duration_ms"": [\d.E-]+,")]
    private static partial Regex Duration();
}
