using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>A task without a model: an example asks for a word, and a text or a demo that has it (without a 2 or 3 at its
/// end) is right.</summary>
internal sealed class RuleTask(string seedText = "Answer.") : IPromptTask
{
    private int _runs;

    public int Runs => _runs;

    public decimal Cost { get; init; }

    /// <summary>So many runs, the first ones, are answered from a cache.</summary>
    public int Cached { get; init; }

    /// <summary>Ends the process's luck before this run, counted from 1.</summary>
    public int? DiesAt { get; init; }

    /// <summary>What may not stand in a text.</summary>
    public string? Forbidden { get; init; }

    public string? Refuse(string component, string text, string shown) =>
        Forbidden is { } word && text.Contains(word, StringComparison.Ordinal) ? $"it is {word}" : null;

    public Candidate Baseline { get; } = new([new Component("rules", seedText)]);

    public Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel)
    {
        var run = Interlocked.Increment(ref _runs);
        if (run == DiesAt)
        {
            throw new InvalidOperationException("killed");
        }
        var word = example.Inputs.String("word");
        var part = candidate["rules"];
        var isRight = part.Text.Contains(word.TrimEnd('2', '3'), StringComparison.Ordinal)
            || part.Demos.Any(demo => demo.Inputs.String("word") == word.TrimEnd('2', '3'));
        var outputs = FieldValues.Of(("answer", isRight ? "yes" : "no"));
        return Task.FromResult(new Rollout(new Score(isRight ? 1 : 0, isRight ? "Right." : $"It needs {word}."), outputs)
        {
            Calls = [new PredictorCall("rules", example.Inputs, outputs)],
            Usage = run <= Cached
                ? new Usage { CacheHits = 1 }
                : new Usage { Calls = 1, Cost = Cost, CostSource = CostSource.Billed },
        });
    }

    public bool CanShow(string component, Example example) => true;

    public static IReadOnlyList<Example> Examples(params IEnumerable<string> words) =>
        [.. words.Select((word, index) => new Example(
            FieldValues.Of(("word", word)), FieldValues.Of(("answer", "yes")), $"{index}"))];
}
