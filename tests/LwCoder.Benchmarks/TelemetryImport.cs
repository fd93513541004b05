using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support.Kilo;

namespace LwCoder.Benchmarks;

/// <summary>
/// How fast a store of Kilo Code gets into SQLite, against merely parsing the same bytes with System.Text.Json on as many
/// threads, in the same process and one after the other.
/// </summary>
internal static class TelemetryImport
{
    public const string Verb = "import";
    public const string StoreVerb = "kilo-store";

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
            var (rate, share) = (size / import.Wall, parse.Wall / import.Wall);
            Say($"parsing {size / parse.Wall:0} MB/s, importing {rate:0} MB/s ({share:0.00} of it), again {again.Wall:0.00} s");
            // What others do on the machine shows in the first and not in the second.
            Say($"of processor time: parsing {size / parse.Processor:0} MB/s, importing {size / import.Processor:0} MB/s");
            Say($"gc {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} pause "
                + $"{GC.GetTotalPauseDuration().TotalSeconds:0.00}s alloc {GC.GetTotalAllocatedBytes()/1048576} MB");
            Say($"at most {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB of memory");
            Say(rate >= LeastRate || share >= LeastShare
                ? "goal met"
                : $"goal missed: {LeastRate} MB/s, or {LeastShare} of parsing");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Leaves a store behind, to try things with.</summary>
    public static int Generate(string[] arguments)
    {
        if (arguments is not [var folder, var number]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes))
        {
            Console.Error.WriteLine($"usage: {StoreVerb} FOLDER MEGABYTES");
            return 2;
        }
        Say($"{new KiloStoreGenerator(folder).WriteBytes(megabytes * 1024L * 1024)}");
        return 0;
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

    private static (double Wall, double Processor) Time(Action run) => TimeAsync(() =>
    {
        run();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private static async Task<(double Wall, double Processor)> TimeAsync(Func<Task> run)
    {
        var (start, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await run();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
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
