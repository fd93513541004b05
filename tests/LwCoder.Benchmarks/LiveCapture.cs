using System.Diagnostics;
using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Recording;
using LwCoder.Sessions.Live;
using LwCoder.Telemetry.Queries;
using LwCoder.Telemetry.Spooling;
using LwCoder.Telemetry.Sqlite;

namespace LwCoder.Benchmarks;

/// <summary>
/// What it takes to record a session while it runs: an agent at work and a very busy one, in real time, and then ten thousand
/// things at once.
/// </summary>
internal static class LiveCapture
{
    public const string Verb = "live";

    /// <summary>Events a second; Claude Code at work has two or three.</summary>
    private const int AtWork = 3;

    private const int VeryBusy = 20;

    private const int AtOnce = 10_000;
    private const double MostOfACore = 0.01;

    private static readonly string Text = string.Concat(Enumerable.Repeat("I look at the files, and then at the tests. ", 50));

    public static async Task<int> RunAsync(int seconds)
    {
        using var scratch = new ScratchFolder();
        var (time, spool) = (TimeProvider.System, scratch["spool"]);
        var store = SqliteStore.At(scratch["telemetry.db"], time);
        var writer =
            new SpooledWriter(store, new TelemetrySpool(spool, Console.Error.WriteLine, time), Console.Error.WriteLine, time);
        // What is compiled in the first minutes, also beside us, is not what a long session costs.
        for (var i = 0; i < 200; i++)
        {
            await RecordAsync(writer, string.Create(CultureInfo.InvariantCulture, $"warm-up-{i}"), VeryBusy, TimeSpan.Zero);
        }
        await RecordAsync(null, "settling", VeryBusy * 10, TimeSpan.FromSeconds(1.0 / VeryBusy));
        foreach (var perSecond in new[] { AtWork, VeryBusy })
        {
            var (events, pause) = (perSecond * seconds, TimeSpan.FromSeconds(1.0 / perSecond));
            var steady =
                await RecordAsync(writer, string.Create(CultureInfo.InvariantCulture, $"steady-{perSecond}"), events, pause);
            var idle = await RecordAsync(null, "idle", events, pause);
            Say($"{perSecond} a second for {seconds} s: {steady.Share:0.00 %} of a core, {idle.Share:0.00 %} without recording;");
            Say($"the longest wait of the agent {steady.Longest:0} us");
            if (perSecond == AtWork)
            {
                Say($"{(steady.Share - idle.Share <= MostOfACore ? "goal met" : "goal missed")}: {MostOfACore:0 %} of a core");
            }
        }
        var burst = await RecordAsync(writer, "burst", AtOnce, TimeSpan.Zero);
        var rows = await store.ReadAsync(
            session => SessionQueries.List(session, new SessionFilter(), limit: null), CancellationToken.None);
        Say($"{AtOnce} events at once: {burst.PerEvent:0} us each; the longest wait of the agent {burst.Longest:0} us");
        Say($"{rows.Count} sessions, {rows.Sum(row => row.Calls)} calls in the store");
        await writer.DisposeAsync();
        return 0;
    }

    /// <param name="writer">Null to let the agent play and record nothing.</param>
    /// <returns>Processor time of the whole process as a share of one core, and for each event; waits
    /// are in microseconds.</returns>
    private static async Task<(double Share, double PerEvent, double Longest)> RecordAsync(
        SpooledWriter? writer, string session, int events, TimeSpan pause)
    {
        var facts = new SessionFacts { Source = "live", FallbackId = session, FallbackTime = DateTimeOffset.UnixEpoch };
        var feed = new SessionFeed(facts, () => Task.FromResult(writer), TimeProvider.System);
        var (start, processor, longest) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, TimeSpan.Zero);
        for (var i = 0; i < events; i++)
        {
            var happened = EventOf(session, i);
            var told = Stopwatch.GetTimestamp();
            feed.Tell(happened);
            longest = Stopwatch.GetElapsedTime(told) is var took && took > longest ? took : longest;
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }
        await feed.EndAsync();
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        return (used / Stopwatch.GetElapsedTime(start).TotalSeconds, used / events * 1e6, longest.TotalMicroseconds);
    }

    /// <summary>Words, a call, its result, what it used; every hundredth thing is a subagent's.</summary>
    private static SessionEvent EventOf(string session, int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{session}-{number / 4}");
        SessionEvent happened = (number % 4) switch
        {
            0 => new MessageSpoken(id, "assistant", Text),
            1 => new ToolCalled(
                id, "Bash", $$"""{"command":"cd src && grep -rn {{number}} . && pytest -q","description":"look"}"""),
            2 => new ToolReturned(id, IsError: number % 5 == 0, ExitCode: 0, Text),
            _ => new UsageReported(id, 1_000, 100, 10_000, 0.01m, CostSource.Billed),
        };
        return happened with
        {
            Session = session, Parent = number % 400 < 4 ? "task" : null, Time = DateTimeOffset.UnixEpoch.AddMilliseconds(number),
        };
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
