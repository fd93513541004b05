using System.Diagnostics;

namespace LwCoder.Tests.Support;

internal static class Eventually
{
    /// <summary>Waits for something that another process or thread brings about.</summary>
    public static async Task True(Func<bool> condition, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(seconds), "the condition should have come true by then");
            await Task.Delay(20);
        }
    }
}
