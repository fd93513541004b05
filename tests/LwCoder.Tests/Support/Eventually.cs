using System.Diagnostics;

namespace LwCoder.Tests.Support;

internal static class Eventually
{
    /// <summary>
    /// For what other processes and threads bring about. It only ends tests that would hang: a machine that is busy with
    /// other things may need a hundred times what an idle one does.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Waits for something that another process or thread brings about.</summary>
    public static Task True(Func<bool> condition) => True(() => Task.FromResult(condition()));

    public static async Task True(Func<Task<bool>> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.Should().BeLessThan(Limit, "the condition should have come true by then");
            await Task.Delay(20);
        }
    }
}
