using LwCoder.Tests.Support;
using LwCoder.Training.Comparisons;

namespace LwCoder.Tests.Training.Comparisons;

public sealed class ComparisonCatalogTests : IDisposable
{
    private readonly TempDirectory _state = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _state.Dispose();

    [Fact]
    public void A_comparison_is_read_back_as_it_was_written()
    {
        var comparison = Some("a", hour: 1, "f00d");

        ComparisonFile.Parse(ComparisonFile.Format(comparison)).Should().BeEquivalentTo(comparison);
    }

    [Fact]
    public void Its_words_are_those_of_the_other_files()
    {
        var json = System.Text.Encoding.UTF8.GetString(ComparisonFile.Format(Some("a", hour: 1, "f00d")));

        json.Should().Contain("\"schema_version\": 1").And.Contain("\"verdict\": \"won\"").And.Contain("\"noise_floor\": 0.05");
    }

    [Fact]
    public void The_newest_one_with_these_prompts_is_found()
    {
        Write(Some("a", hour: 1, "f00d"));
        Write(Some("b", hour: 3, "f00d", "beef"));
        Write(Some("c", hour: 2, "f00d"));
        Write(Some("d", hour: 4, "beef"));

        var catalog = Catalog();

        catalog.All().Select(comparison => comparison.Id).Should().Equal("d", "b", "c", "a");
        catalog.NewestOf("f00d")!.Id.Should().Be("b");
        catalog.NewestOf("ba5e").Should().BeNull("the active prompts are no candidate");
        _warnings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schema_version\": 2, \"id\": \"x\"}")]
    public void One_that_cannot_be_read_is_told_and_left_out(string text)
    {
        Write(Some("a", hour: 1, "f00d"));
        Directory.CreateDirectory(Path.Combine(_state.Path, "comparisons", "broken"));
        File.WriteAllText(Path.Combine(_state.Path, "comparisons", "broken", ComparisonFile.Name), text);

        Catalog().All().Should().ContainSingle();

        _warnings.Should().ContainSingle().Which.Should().Contain("broken");
    }

    [Fact]
    public void One_that_is_not_finished_is_none()
    {
        Directory.CreateDirectory(Path.Combine(_state.Path, "comparisons", "under-way", "results"));

        Catalog().All().Should().BeEmpty();
        _warnings.Should().BeEmpty();
    }

    private ComparisonCatalog Catalog() => new(_state.Path, _warnings.Add);

    private void Write(Comparison comparison) => ComparisonFile.Write(
        Directory.CreateDirectory(Path.Combine(_state.Path, "comparisons", comparison.Id)).FullName, comparison);

    private static Comparison Some(string id, int hour, params string[] fingerprints) => new(
        id, new DateTimeOffset(2026, 11, 21, hour, 0, 0, TimeSpan.Zero), "mini", "default", null, 2, 0,
        new ComparedSet("active/mini/default", "ba5e", 0.5, 10, 0, 1.25m, "billed", 60),
        [
            .. fingerprints.Select(fingerprint => new ComparedCandidate(
                new ComparedSet("mini/default/candidate-001", fingerprint, 0.75, 10, 1, 1.5m, "imputed", 61),
                ComparisonVerdict.Won, "It is better.", 5, 0.25, 0.125, 0.375, 0.05)),
        ],
        [new ComparedPlan("one", new string('1', 40), [], [0.5, 0.5],
            [.. fingerprints.Select(fingerprint => new PlanResult("mini/default/candidate-001", fingerprint, [0.75], 0.25))])],
        ["two"],
        null);
}
