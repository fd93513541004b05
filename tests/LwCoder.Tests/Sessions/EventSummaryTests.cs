using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class EventSummaryTests
{
    private readonly EventSummary _summary = new();

    [Fact]
    public void Messages_add_up_until_the_agent_gives_its_own_total()
    {
        var events = AgentSample.Events("claude-ok");
        events.SkipLast(2).ToList().ForEach(_summary.Observe);
        _summary.Usage.Should().BeEquivalentTo(new { Input = 3750L, Output = 3L, Cached = 3000L });

        events.TakeLast(2).ToList().ForEach(_summary.Observe);

        _summary.Usage.Should().BeEquivalentTo(new { Input = 3750L, Output = 102L, Cached = 3000L });
        _summary.Session.Should().Be(events[0].Session);
    }
}
