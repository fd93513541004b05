using System.Globalization;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.FewShot;

/// <summary>
/// Makes sets of demos, one list for each component: those there are (mostly none), labelled ones only, and sets bootstrapped
/// from runs of the baseline that went well. An example never sees itself as a demo.
/// </summary>
/// <param name="context">The run.</param>
/// <param name="train">Where demos come from.</param>
/// <param name="settings">What they are made of.</param>
internal sealed class DemoSets(OptimizerContext context, IReadOnlyList<Example> train, DemoSettings settings)
{
    /// <summary>
    /// A walk ends after this many runs for each demo wanted: where so few succeed, more cost more than they give.
    /// </summary>
    private const int RunsPerDemo = 4;

    /// <summary>
    /// As many different sets as there are, up to a number: the baseline's own first, then labels, then bootstrapped ones.
    /// </summary>
    /// <param name="count">The most sets.</param>
    /// <param name="callLimit">Metric calls of the whole run at which bootstrapping ends.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<DemoSet>> MakeAsync(int count, int callLimit, CancellationToken cancel)
    {
        var sets = new List<DemoSet> { DemoSet.Of(context.Task.Baseline) };
        for (var number = 1; number < count; number++)
        {
            var set = number == 1 && settings.MaxLabeled > 0
                ? Labeled("labels only")
                : await BootstrapAsync(number, callLimit, cancel).ConfigureAwait(false);
            if (sets.TrueForAll(other => !other.IsSameAs(set)))
            {
                sets.Add(set);
            }
        }
        return sets;
    }

    /// <summary>Labelled examples alone.</summary>
    public DemoSet Labeled(string purpose) => Fill(DemoSet.Of(context.Task.Baseline, []), purpose);

    /// <summary>Set 2 walks the examples as they come; later ones shuffle them and draw a size.</summary>
    public async Task<DemoSet> BootstrapAsync(int number, int callLimit, CancellationToken cancel)
    {
        if (settings.MaxBootstrapped == 0)
        {
            return Labeled(string.Create(CultureInfo.InvariantCulture, $"labels {number}"));
        }
        var random = SeededRandom.For(context.Seed, string.Create(CultureInfo.InvariantCulture, $"demo set {number}"));
        var (order, size) = number == 2
            ? (train, settings.MaxBootstrapped)
            : (random.Shuffle(train), 1 + random.Next(settings.MaxBootstrapped));
        var teacher = context.Task.Baseline.WithDemos(Labeled("teacher").Demos);
        var found = new List<IReadOnlyDictionary<string, Example>>();
        foreach (var example in order.Take(RunsPerDemo * size))
        {
            if (found.Count == size || context.MetricCalls >= callLimit)
            {
                break;
            }
            var rollouts = await context.MeasureAsync(Hide(teacher, example), [example], cancel).ConfigureAwait(false);
            if (rollouts[0] is { Error: null } good && good.Score.Value >= settings.Threshold && good.Calls.Count > 0)
            {
                found.Add(Demos(good, example));
            }
        }
        return Fill(DemoSet.Of(context.Task.Baseline, found), string.Create(CultureInfo.InvariantCulture, $"fill {number}"));
    }

    /// <summary>A predictor that was asked several times gives its last answer, or as often one of the earlier ones.</summary>
    private static Dictionary<string, Example> Demos(Rollout rollout, Example example)
    {
        var key = ExampleKey.Of(example);
        var random = SeededRandom.For(0, key);
        return rollout.Calls.GroupBy(call => call.Predictor).ToDictionary(calls => calls.Key, calls =>
        {
            List<PredictorCall> all = [.. calls];
            var call = all.Count > 1 && random.NextDouble() < 0.5 ? all[random.Next(all.Count - 1)] : all[^1];
            return new Example(call.Inputs, call.Outputs, key);
        });
    }

    private static Candidate Hide(Candidate teacher, Example example)
    {
        var key = ExampleKey.Of(example);
        return teacher.WithDemos(teacher.Components.ToDictionary(part => part.Name, part =>
            (IReadOnlyList<Example>)[.. part.Demos.Where(demo => demo.Id != key && ExampleKey.Of(demo) != key)]));
    }

    private DemoSet Fill(DemoSet set, string purpose)
    {
        var shuffled = SeededRandom.For(context.Seed, purpose).Shuffle(train);
        return new DemoSet(context.Task.Baseline.Components.ToDictionary(part => part.Name, part =>
        {
            var demos = set.Demos[part.Name];
            var rest = shuffled
                .Where(example => context.Task.CanShow(part.Name, example)
                    && demos.All(demo => demo.Id != ExampleKey.Of(example)))
                .Take(Math.Max(0, settings.MaxLabeled - demos.Count));
            return (IReadOnlyList<Example>)[.. demos, .. rest];
        }));
    }
}
