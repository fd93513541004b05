using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Benchmarks;

/// <summary>
/// LwCoder.Prompting's promises, measured: <c>cache [entries]</c> and <c>evaluate</c>. Each line is a measurement, its
/// promise and their ratio; the exit code is 0 whatever they are, since a busy machine proves nothing.
/// </summary>
internal static class PromptingBenchmark
{
    private const string Copy = """{"copy":"same"}""";

    private const string Answer =
        """{"choices":[{"finish_reason":"stop","message":{"content":"{\"copy\":\"same\"}"}}],"usage":{"cost":0.001}}""";

    /// <summary>Runs <c>cache</c>, <c>evaluate</c>, or <c>cache-writer</c>, which <c>cache</c> starts as a process.</summary>
    public static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["cache", .. var rest] => CacheAsync(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 100_000),
        ["cache-writer", var folder, var name, var count] =>
            WriteAsync(folder, name, int.Parse(count, CultureInfo.InvariantCulture)),
        ["evaluate"] => EvaluateAsync(),
        _ => Task.FromResult(2),
    };

    private static async Task<int> CacheAsync(int entries)
    {
        var folder = Directory.CreateTempSubdirectory("lw-cache-benchmark-").FullName;
        try
        {
            var cache = new PromptCache(folder);
            var answers = Answers();
            var puts = Measure(entries, number => cache.Put(Key("main", number), answers[number % answers.Length]));
            var random = new Random(1);
            var gets = Measure(20_000, _ => cache.Get(Key("main", random.Next(entries))));
            var misses = Measure(20_000, number => cache.Get(Key("none", number)));
            var fresh = Measure(1_000, number => new PromptCache(folder).Get(Key("main", number)));
            Report($"put p50 at {entries} entries, us", Percentile(puts.TakeLast(20_000), 0.5), 500);
            Report("put p99, us", Percentile(puts.TakeLast(20_000), 0.99), null);
            Report("get p50, us", Percentile(gets, 0.5), 100);
            Report("get p99, us", Percentile(gets, 0.99), null);
            Report("miss p50, us", Percentile(misses, 0.5), null);
            Report("open and get p50, us", Percentile(fresh, 0.5), 100);
            Report("stats of all, ms", Measure(1, _ => cache.Stats())[0] / 1_000, null);
            Report("prune that removes nothing, ms", Measure(1, _ => cache.Prune(long.MaxValue))[0] / 1_000, null);
            await RaceAsync(folder);
            Report("megabytes", cache.Stats().Bytes / 1e6, null);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RaceAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        var writers = Enumerable.Range(0, 4).Select(number => StartSelf("cache-writer", folder, $"race-{number}", "3000"))
            .ToList();
        var (worst, control) = (0.0, 0.0);
        foreach (var writer in writers)
        {
            var times = (await writer.StandardOutput.ReadToEndAsync()).Split(' ')
                .Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToList();
            (worst, control) = (Math.Max(worst, times[0]), Math.Max(control, times[1]));
            await writer.WaitForExitAsync();
            writer.Dispose();
        }
        Report("4 processes x 3000 puts, worst put, ms", worst / 1_000, 100);
        Report("the same, worst of compressing and a plain file, ms", control / 1_000, null);
        Report("4 processes x 3000 puts, wall, s", watch.Elapsed.TotalSeconds, null);
    }

    private static async Task<int> WriteAsync(string folder, string name, int count)
    {
        var cache = new PromptCache(folder);
        var answers = Answers();
        // The first put compiles code; the promise is about the cache.
        cache.Put(Key(name, -1), answers[0]);
        var (puts, control) = (new double[count], new double[count]);
        var room = new byte[64 * 1024];
        var plain = Path.Combine(folder, $"{name}.plain");
        for (var number = 0; number < count; number++)
        {
            var answer = answers[number % answers.Length];
            puts[number] = Measure(1, _ => cache.Put(Key(name, number), answer))[0];
            control[number] = Measure(1, _ =>
            {
                BrotliEncoder.TryCompress(answer, room, out var length, 4, 22);
                File.WriteAllBytes(plain, room[..length]);
                File.Move(plain, $"{plain}-{number}");
            })[0];
        }
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{puts.Max()} {control.Max()}"));
        return 0;
    }

    private static async Task<int> EvaluateAsync()
    {
        var signature = new Signature("echo", "Repeat.", [Field.String("text")], [Field.String("copy")]);
        var examples = Enumerable.Range(0, 6_400)
            .Select(number => new Example(FieldValues.Of(("text", $"{number}")), FieldValues.Of(("copy", "same")))).ToList();
        var evaluator = new Evaluator(Metrics.Exact("copy"), new EvaluationOptions { Parallelism = 64 });

        using var still = Client(new Uri("http://unused"), new ImmediateAnswer());
        var module = new Predict(signature, still.WithBudget(new Budget { MaxCalls = 1_000_000 }).WithLog(new CallLog()));
        await evaluator.RunAsync(module, examples);
        var watch = Stopwatch.StartNew();
        await evaluator.RunAsync(module, examples);
        Report("overhead of an example, us (client, layers, parsing, scoring)", watch.Elapsed.TotalMicroseconds / examples.Count,
            1_000);

        await using var server = await ModelServer.StartAsync(TimeSpan.FromMilliseconds(50), Copy);
        using var client = Client(server.Address, null);
        var asking = new Predict(signature, client);
        using var http = new HttpClient();
        var body = new string('x', 1_000);
        var (ours, plain) = (new List<double>(), new List<double>());
        for (var round = 0; round < 7; round++)
        {
            watch.Restart();
            await evaluator.RunAsync(asking, examples.Take(640).ToList());
            ours.Add(watch.Elapsed.TotalMilliseconds);
            watch.Restart();
            await PostPlainAsync(http, server.Address, body, 640);
            plain.Add(watch.Elapsed.TotalMilliseconds);
        }
        Report("640 calls of a 50 ms model, 64 at once, median of 7, ms", Percentile(ours, 0.5), 1.3 * 10 * 50);
        Report("the same, posted by a plain HttpClient, ms", Percentile(plain, 0.5), null);
        return 0;
    }

    /// <summary>As many equal requests: what the machine and the server take, and so the floor of any client.</summary>
    private static Task PostPlainAsync(HttpClient http, Uri address, string body, int calls) => Parallel.ForAsync(
        0, calls, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, cancel) =>
        {
            using var answer = await http.PostAsync(address, new StringContent(body), cancel);
            await answer.Content.ReadAsStringAsync(cancel);
        });

    private static CacheKey Key(string name, int number) => CacheKey.Of(Encoding.UTF8.GetBytes($"{name}/{number}"));

    /// <summary>Answers of 4 to 20 KB that compress like prose.</summary>
    private static byte[][] Answers()
    {
        var random = new Random(7);
        var words = Enumerable.Range(0, 2_000)
            .Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)('a' + random.Next(26)))]))
                .ToArray();
        return [.. Enumerable.Range(0, 64).Select(_ =>
        {
            var text = new StringBuilder();
            for (var length = random.Next(4_000, 20_000); text.Length < length;)
            {
                text.Append(words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))]).Append(' ');
            }
            return Encoding.UTF8.GetBytes(text.ToString());
        })];
    }

    /// <summary>Microseconds of each run.</summary>
    private static double[] Measure(int count, Action<int> run)
    {
        var times = new double[count];
        for (var number = 0; number < count; number++)
        {
            var started = Stopwatch.GetTimestamp();
            run(number);
            times[number] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }
        return times;
    }

    private static double Percentile(IEnumerable<double> times, double share)
    {
        var ordered = times.Order().ToList();
        return ordered[(int)(share * (ordered.Count - 1))];
    }

    private static void Report(string what, double value, double? promise) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-65} {value,10:0.0}{(promise is { } limit ? $"   promised {limit:0.#}, ratio {value / limit:0.00}" : "")}"));

    private static Process StartSelf(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(PromptingBenchmark).Assembly.Location);
        }
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }

    private static OpenRouterChatClient Client(Uri address, HttpMessageHandler? handler) => new(
        new OpenRouterOptions { Provider = Provider.OpenRouter with { BaseUrl = address }, Model = "m", ApiKey = "none" },
            handler);

    /// <summary>A transport that answers at once: what is measured is all ours.</summary>
    private sealed class ImmediateAnswer : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer) });
    }
}
