using LwCoder.Training.Reading;

namespace LwCoder.Tests.Training.Reading;

public sealed class TraceTrimTests
{
    private static readonly string Trace =
        string.Join('\n', Enumerable.Range(0, 5_000).Select(line => line switch
        {
            1_234 => "here is the NEEDLE, once",
            4_000 => "Traceback (most recent call last)",
            _ => $"line {line} says the usual things",
        }));

    [Fact]
    public void A_trace_within_the_limit_stays_as_it_is() => TraceTrim.Trim(Trace, Trace.Length, []).Should().Be(Trace);

    [Fact]
    public void What_the_evidence_names_survives_with_its_surroundings_and_so_do_the_ends()
    {
        var trimmed = TraceTrim.Trim(Trace, 10_000, ["needle"]);

        trimmed.Should().ContainAll(
            "line 0 says", "line 1230 says", "the NEEDLE", "line 1240 says", "Traceback", "line 4999 says");
        trimmed.Length.Should().BeLessThan(10_500).And.BeGreaterThan(9_000, "the room is used");
        trimmed.Should().MatchRegex(@"\n\[\.\.\. \d+ lines left out \.\.\.\]\n");
    }

    [Fact]
    public void A_rare_term_is_worth_more_than_one_that_is_everywhere() =>
        TraceTrim.Trim(Trace, 3_000, ["usual", "needle"]).Should().Contain("the NEEDLE");

    [Fact]
    public void Of_a_long_line_the_part_with_the_term_is_kept()
    {
        var line = new string('x', 9_000) + "NEEDLE" + new string('y', 9_000);

        var trimmed = TraceTrim.Trim($"{Trace}\n{line}\n{Trace}", 10_000, ["NEEDLE"]);

        trimmed.Should().Contain("xNEEDLEy").And.NotContain(new string('x', 1_001));
    }
}
