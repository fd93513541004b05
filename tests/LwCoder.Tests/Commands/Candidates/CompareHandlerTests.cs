using System.Runtime.Versioning;
using LwCoder.Tests.Support;
using LwCoder.Training.Comparisons;

namespace LwCoder.Tests.Commands.Candidates;

/// <summary>`candidates compare` with real git, the real agent mini and real tests; only the models are scripted.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompareHandlerTests
{
    [Fact]
    public async Task The_better_wins_the_worse_loses_and_the_same_is_inconclusive()
    {
        using var compared = await ComparedRepository.CreateAsync(plans: 5);
        compared.AddJudge();
        await compared.AddCandidateAsync(passing: 4);
        await compared.AddCandidateAsync(passing: 1);
        await compared.AddCandidateAsync(passing: 2);
        var before = await StateOfAsync(compared);
        var lwCoder = compared.LwCoder();

        (await lwCoder.RunAsync(compared.Compare("1", "2", "3", "--attempts", "1", "--jobs", "4"))).Should().Be(0, lwCoder.Narrated);

        var comparison = Newest(compared);
        comparison.Candidates.Select(candidate => candidate.Verdict).Should().Equal(
            ComparisonVerdict.Won, ComparisonVerdict.Lost, ComparisonVerdict.Inconclusive);
        lwCoder.Printed.Should().Contain("won: better by").And.Contain("lost: worse by").And.Contain("inconclusive: ");
        comparison.Baseline.Should().BeEquivalentTo(new { Replays = 10, Unscored = 0, Cost = 1.10m, CostSource = "billed" });
        comparison.Candidates[0].Set.Mean.Should().Be(0.95, "all tests pass, and the judge says 0.9");
        comparison.Plans.Should().HaveCount(5).And.OnlyContain(plan => plan.Scores.Count == 2);
        compared.Models.Sessions.Should().Be(25);
        (await StateOfAsync(compared)).Should().Be(before, "nothing of the user's is touched");
    }

    private static Comparison Newest(ComparedRepository compared) =>
        new ComparisonCatalog(Path.Combine(compared.Root, ".lw_coder"), _ => { }).All()[0];

    /// <summary>Branches, worktrees, runs and plans.</summary>
    private static async Task<string> StateOfAsync(ComparedRepository compared)
    {
        var state = Path.Combine(compared.Root, ".lw_coder");
        var files = Directory.EnumerateFiles(Path.Combine(state, "tasks")).Order().Select(file => file + File.ReadAllText(file));
        return string.Join('\n', files) + await compared.Repository.GitAsync("for-each-ref")
            + await compared.Repository.GitAsync("worktree", "list") + await compared.Repository.GitAsync("status", "--porcelain")
            + Directory.Exists(Path.Combine(state, "runs"));
    }
}
