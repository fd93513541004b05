using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>Child processes that may not outlive a time limit.</summary>
internal static class Limited
{
    private static readonly ProcessRunner Runner = new();

    /// <exception cref="TimeoutException">Names the command; everything it started has been ended.</exception>
    public static async Task<ProcessOutput> RunAsync(ProcessSpec spec, TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit);
        try
        {
            return await Runner.RunAsync(spec, timer.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{spec}' was not done after {limit}");
        }
    }

    /// <summary>Asks every tenth of a second until it holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan limit, Func<Task<string>> otherwise)
    {
        using var timer = new CancellationTokenSource(limit);
        while (!await condition())
        {
            if (timer.IsCancellationRequested)
            {
                throw new TimeoutException(await otherwise());
            }
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public static Task UntilAsync(Func<bool> condition, TimeSpan limit, string otherwise) =>
        UntilAsync(() => Task.FromResult(condition()), limit, () => Task.FromResult(otherwise));
}
