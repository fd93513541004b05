using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support.Kilo;

namespace LwCoder.Benchmarks;

/// <summary>
/// How fast a store of Kilo Code gets into SQLite, against merely parsing the same bytes with System.Text.Json on as many threads,
/// in the same process and one after the other.
/// </summary>
internal static class TelemetryImport
{
    public const string Verb = "import";

    private const double LeastRate = 60;
    private const double LeastShare = 0.6;

    public static async Task<int> RunAsync(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("lw_coder-bench-").FullName;
        try
        {
            var content = new KiloStoreGenerator(folder).WriteBytes(megabytes * 1024L * 1024);
            var size = content.Bytes / 1024.0 / 1024.0;
            Say($"{content.Tasks} tasks, {size:0} MB, {content.Requests} requests, {content.Calls} calls");
            var parse = Time(() => ParseAll(folder));
            var source = new TranscriptSource("kilo", new KiloTasks(), [], needsLinks: true);
            await using var store = SqliteStore.At(Path.Combine(folder, "telemetry.db"), TimeProvider.System);
            var import = await TimeAsync(() => ImportAsync(store, source, folder));
            var again = await TimeAsync(() => ImportAsync(store, source, folder));
            var (rate, share) = (size / import, parse / import);
            Say($"parsing {size / parse:0} MB/s, importing {rate:0} MB/s ({share:0.00} of it), again {again:0.00} s");
            Say($"at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB of memory");
            Say(rate >= LeastRate || share >= LeastShare ? "goal met" : $"goal missed: {LeastRate} MB/s, or {LeastShare} of parsing");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ParseAll(string folder) => Parallel.ForEach(
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories),
        new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        file =>
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
        });

    private static async Task ImportAsync(LwCoder.Telemetry.ITelemetryStore store, IImportSource source, string folder)
    {
        var redactor = new LwCoder.Sessions.Redactor([]);
        var report = await new Importer(store, redactor.Redact, TimeProvider.System)
            .RunAsync(source, [folder], new Silent(), CancellationToken.None);
        Say($"  {report.Imported} imported, {report.Unchanged} unchanged, {report.Problems.Count} problems, {report.Links}");
    }

    private static double Time(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static void Say(string text) => Console.WriteLine(text);

    private sealed class Silent : IImportProgress
    {
        public void Begin(int units, long bytes)
        {
        }

        public void Advance(long bytes)
        {
        }

        public void Complain(ImportProblem problem) => Console.WriteLine($"  {problem}");

        public void End()
        {
        }
    }
}
