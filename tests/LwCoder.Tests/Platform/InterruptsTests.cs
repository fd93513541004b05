using System.Runtime.InteropServices;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Platform;

public sealed class InterruptsTests
{
    [Theory]
    [InlineData(10, true)]
    [InlineData(1000, false)]
    public void A_second_request_ends_at_once_unless_it_is_an_echo_of_the_first(int milliseconds, bool goesOnCleaningUp)
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var interrupts = new Interrupts(time);
        var first = new PosixSignalContext(PosixSignal.SIGTERM);
        var second = new PosixSignalContext(PosixSignal.SIGTERM);

        interrupts.OnRequest(first);
        time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        interrupts.OnRequest(second);

        interrupts.Token.IsCancellationRequested.Should().BeTrue();
        (first.Cancel, second.Cancel).Should().Be((true, goesOnCleaningUp));
    }
}
