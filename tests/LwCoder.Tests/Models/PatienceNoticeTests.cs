using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Models;

public sealed class PatienceNoticeTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> _said = [];

    [Fact]
    public void A_long_wait_is_told_once_in_half_a_minute()
    {
        var notice = new PatienceNotice(_said.Add, _time);

        notice.Tell("vendor/slow", Busy, TimeSpan.FromSeconds(2));
        _said.Should().BeEmpty();

        notice.Tell("vendor/slow", Busy, TimeSpan.FromSeconds(7.5));
        notice.Tell("vendor/slow", Busy, TimeSpan.FromSeconds(8));
        _said.Should().Equal("vendor/slow is asked again in 8 s: 429 from the provider");

        _time.Advance(TimeSpan.FromSeconds(31));
        notice.Tell("vendor/slow", Busy, TimeSpan.FromSeconds(16));
        _said.Should().HaveCount(2);
    }

    private static ModelException Busy => new(ModelErrorKind.RateLimited, "429 from the provider");
}
