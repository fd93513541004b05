using LwCoder.Diagnosis;
using LwCoder.Optimization.Classifier;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Optimization.Classifier;

public sealed class GoldLabelsTests
{
    [Fact]
    public void The_last_word_on_a_session_counts()
    {
        using var folder = new TempDirectory();
        var file = folder.In("gold.jsonl");
        File.WriteAllText(file, """
            {"session": "a", "category": "infinite_retry"}

            {"session": "b", "category": "scope_creep", "by": "ann"}
            {"session": "a", "category": "model_confusion"}
            """);

        GoldLabels.Read(file).Should().Equal(new Dictionary<string, FailureCategory>
        {
            ["a"] = FailureCategory.ModelConfusion, ["b"] = FailureCategory.ScopeCreep,
        });
    }

    [Theory]
    [InlineData("""{"session": "a", "category": "login_required"}""")]
    [InlineData("""{"session": 7, "category": "scope_creep"}""")]
    [InlineData("""["a", "scope_creep"]""")]
    [InlineData("scope_creep")]
    public void A_wrong_line_is_named(string line)
    {
        using var folder = new TempDirectory();
        var file = folder.In("gold.jsonl");
        File.WriteAllText(file, "\n" + line);

        FluentActions.Invoking(() => GoldLabels.Read(file)).Should().Throw<UserError>().WithMessage("*line 2*");
    }
}
