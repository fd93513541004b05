using LwCoder.Benchmarks.Measuring;
using LwCoder.Benchmarks.Subjects;
using LwCoder.Judges;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks;

/// <summary>Eight judges, each of which takes half a second of a model's time, against one of them.</summary>
internal static class JudgesAtOnce
{
    private const double Goal = 1.2;
    private const int Judges = 8;
    private const string Answer = """{"criteria":[],"feedback":"Fine.","score":0.5}""";

    public static async Task<int> RunAsync(int rounds)
    {
        await using var server = await ModelServer.StartAsync(TimeSpan.FromMilliseconds(500), Answer);
        var series = await Rounds.MeasureAsync(rounds, [OfPanel(1, server.Address), OfPanel(Judges, server.Address)]);
        var report = new Report();
        report.Add(series[0]);
        report.Add(series[1], series[0], Goal);
        report.Write(Console.Out);
        return 0;
    }

    private static Subject OfPanel(int judges, Uri address)
    {
        var evidence = new EvidenceCheck([], (_, _) => throw new NotSupportedException());
        var panel = new JudgePanel(new SlowModels(address), evidence, redact: text => text);
        var all = Enumerable.Range(0, judges).Select(number => new Judge($"judge{number}", 1, "m", "Judge it.")).ToList();
        var material = new JudgeMaterial("The plan.", Guidance: null, new string('x', 100_000), LeftOut: []);
        return new Subject($"{judges} of eight judges", async () =>
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var outcomes = await panel.JudgeAsync(all, material, new PanelOptions(null, 1, null), _ => { }, default);
            var wall = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return outcomes.All(outcome => outcome.Judgement is not null)
                ? new Sample(wall, 0)
                : throw new InvalidOperationException($"{outcomes[0].Failure}");
        });
    }

    private sealed class SlowModels(Uri address) : ILanguageModels
    {
        public bool IsConfigured => true;

        public IReadOnlyList<string> Warnings => [];

        public IChatClient Open(string? model = null) => new OpenRouterChatClient(
            new OpenRouterOptions { Provider = Provider.OpenRouter with { BaseUrl = address }, Model = "m", ApiKey = "none" });
    }
}
