using System.Globalization;
using System.Text;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers.FewShot;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>
/// Writes instructions grounded in the data: a summary of the examples, a description of the program, good runs, and a tip
/// that makes proposals differ. Data and program are described once and not for each proposal.
/// </summary>
internal sealed class InstructionProposer(OptimizerContext context, IChatClient client, MiproOptions options)
{
    private const int BatchSize = 10;
    private const int MostBatches = 10;
    private const int ShownDemos = 3;
    private const int LongestExample = 2_000;

    private static readonly string[] Tips =
    [
        "",
        "Be creative: approach the task from another side.",
        "Keep it short and clear.",
        "Be thorough and descriptive.",
        "Make clear what is at stake: say what goes wrong if the answer is wrong.",
        "Give the model a role that fits the task.",
    ];

    private readonly PromptModule _propose = new Predict(ProposalSignatures.Propose, client, new() { Temperature = 1 });

    /// <summary>The most calls that proposals take.</summary>
    public static int Calls(MiproOptions options, int instructions, int components, int train) =>
        (components * (instructions - 1)) + (options.IsGrounded ? Math.Min(MostBatches, Batches(train)) + 2 : 0);

    /// <summary>Instructions for each component: the one there is, then different ones.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ProposeAsync(
        int count, IReadOnlyList<DemoSet> sets, IReadOnlyList<Example> train, CancellationToken cancel)
    {
        var data = options.IsGrounded ? await SummariseAsync(train, cancel).ConfigureAwait(false) : "";
        var program = options.IsGrounded ? await DescribeAsync(data, cancel).ConfigureAwait(false) : "";
        var proposals = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var part in context.Task.Baseline.Components)
        {
            var texts = new List<string> { part.Text };
            for (var number = 1; number < count; number++)
            {
                context.Report(FormattableString.Invariant($"proposing {part.Name} {number} of {count - 1}"));
                if (await ProposeAsync(part, number, program, data, sets, cancel).ConfigureAwait(false) is { } text
                    && !texts.Contains(text))
                {
                    texts.Add(text);
                }
            }
            proposals[part.Name] = texts;
        }
        return proposals;
    }

    private async Task<string?> ProposeAsync(
        Component part, int number, string program, string data, IReadOnlyList<DemoSet> sets, CancellationToken cancel)
    {
        var purpose = FormattableString.Invariant($"propose {part.Name} {number}");
        var tip = Tips[SeededRandom.For(context.Seed, purpose).Next(Tips.Length)];
        var shown = Shown(part.Name, number, sets);
        var answer = await context.AskAsync(purpose, _propose, FieldValues.Of(
            ("program", program),
            ("data", data),
            ("part", context.Task.Describe(part.Name)),
            ("examples", shown),
            ("current_instruction", part.Text),
            ("tip", tip)), cancel).ConfigureAwait(false);
        return answer is not null && ProposalText.Clean(answer.String("instruction")) is var text
            && context.Accepts(part.Name, text, $"{data}\n{shown}") ? text : null;
    }

    /// <summary>Beginning with a set of its own, so that proposals do not all lean on the same examples.</summary>
    private static string Shown(string part, int number, IReadOnlyList<DemoSet> sets)
    {
        var rotated = sets.Skip(number % sets.Count).Concat(sets.Take(number % sets.Count));
        return Examples(rotated.SelectMany(set => set.Demos.GetValueOrDefault(part) ?? [])
            .DistinctBy(demo => ExampleKey.Of(demo with { Id = null })).Take(ShownDemos));
    }

    private async Task<string> SummariseAsync(IReadOnlyList<Example> train, CancellationToken cancel)
    {
        var observe = new Predict(ProposalSignatures.Observe, client);
        var known = "";
        for (var batch = 0; batch < Math.Min(MostBatches, Batches(train.Count)); batch++)
        {
            context.Report(FormattableString.Invariant($"reading examples {batch * BatchSize + 1} and on"));
            var examples = Examples(train.Skip(batch * BatchSize).Take(BatchSize));
            var answer = await context.AskAsync(FormattableString.Invariant($"observe {batch}"), observe,
                FieldValues.Of(("known", known), ("examples", examples)), cancel).ConfigureAwait(false);
            known = answer?.String("observations") ?? known;
            if (answer is not null && answer.Bool("is_complete"))
            {
                break;
            }
        }
        var summary = await context.AskAsync("summarise", new Predict(ProposalSignatures.Summarise, client),
            FieldValues.Of(("observations", known)), cancel).ConfigureAwait(false);
        return summary?.String("summary") ?? known;
    }

    private async Task<string> DescribeAsync(string data, CancellationToken cancel)
    {
        var parts = new StringBuilder();
        foreach (var part in context.Task.Baseline.Components)
        {
            parts.Append(CultureInfo.InvariantCulture, $"# {part.Name}\n{part.Text}\n{context.Task.Describe(part.Name)}\n\n");
        }
        var answer = await context.AskAsync("describe", new Predict(ProposalSignatures.Describe, client),
            FieldValues.Of(("parts", parts.ToString()), ("data", data)), cancel).ConfigureAwait(false);
        return answer?.String("description") ?? "";
    }

    private static int Batches(int examples) => (examples + BatchSize - 1) / BatchSize;

    private static string Examples(IEnumerable<Example> examples) =>
        string.Join('\n', examples.Select(example => $"{Cut(example.Inputs)} → {Cut(example.Outputs)}"));

    private static string Cut(FieldValues values) => TextTolerance.Excerpt(values.ToJson(), LongestExample);
}
