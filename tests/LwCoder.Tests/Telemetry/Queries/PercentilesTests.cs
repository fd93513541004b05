using LwCoder.Platform.Terminal;
using LwCoder.Telemetry.Queries;

namespace LwCoder.Tests.Telemetry.Queries;

public sealed class PercentilesTests
{
    [Fact]
    public void A_percentile_is_a_value_that_was_there()
    {
        Percentiles.Of([.. Enumerable.Range(1, 100).Select(number => (long)number)]).Should().Be(new Percentiles(50, 90, 99));
        Percentiles.Of([7]).Should().Be(new Percentiles(7, 7, 7));
        Percentiles.Of([30, 10, 20]).Should().Be(new Percentiles(20, 30, 30));
        Percentiles.Of([]).Should().BeNull();
        Percentiles.OfCounts([10, 20, 30], [89, 1, 10]).Should().Be(new Percentiles(10, 20, 30));
        Percentiles.OfCounts([], []).Should().BeNull();
    }

    [Fact]
    public void A_trend_is_drawn_with_bars()
    {
        Sparkline.Of([0, 1, 50, 100]).Should().Be("▁▂▅█");
        Sparkline.Of([0, 0]).Should().Be("▁▁");
        Sparkline.Of([]).Should().BeEmpty();
    }
}
