using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>Child processes that may not outlive a time limit.</summary>
internal static class Limited
{
    /// <summary>
    /// How long a test waits for what has to come. Only what hangs takes as long: a machine may be
    /// slow, and busy with other tests.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly ProcessRunner Runner = new();

    /// <exception cref="TimeoutException">Names the command; everything it started has been ended.</exception>
    public static async Task<ProcessOutput> RunAsync(ProcessSpec spec, TimeSpan? limit = null)
    {
        using var timer = new CancellationTokenSource(limit ?? Patience);
        try
        {
            return await Runner.RunAsync(spec, timer.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{spec}' was not done after {limit ?? Patience}");
        }
    }

    /// <summary>Asks every tenth of a second until it holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<Task<string>> otherwise)
    {
        using var timer = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (timer.IsCancellationRequested)
            {
                throw new TimeoutException(await otherwise());
            }
            await Task.Delay(100, CancellationToken.None);
        }
    }

    public static Task UntilAsync(Func<bool> condition, string otherwise) =>
        UntilAsync(() => Task.FromResult(condition()), () => Task.FromResult(otherwise));
}
