using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>The search's world in an optimization: its context measures, asks, counts and remembers.</summary>
internal sealed class ContextHost(
    OptimizerContext context, DataSplit data, ReflectionModule reflector, GepaOptions options) : IGepaHost
{
    public decimal ReflectionCost => context.SpentOnProposals.Cost;

    public int Count(ExampleSet set) => Examples(set).Count;

    public bool CanAfford(int metricCalls) => context.Left >= metricCalls;

    public async Task<Measurement> EvaluateAsync(
        Candidate candidate, ExampleSet set, IReadOnlyList<int> examples, CancellationToken cancel)
    {
        var before = context.MetricCalls;
        var rollouts = await context.MeasureAsync(candidate, Examples(set, examples), cancel).ConfigureAwait(false);
        var outcomes = rollouts.Select(rollout => new Outcome(rollout.Score.Value, rollout.Objectives));
        return new Measurement([.. outcomes], rollouts, context.MetricCalls - before);
    }

    public async Task<IReadOnlyDictionary<string, string>> ReflectAsync(ReflectionRequest request, CancellationToken cancel)
    {
        var texts = new OrderedDictionary<string, string>();
        foreach (var component in request.Components)
        {
            var records = ReflectionRecords.Of(component, Examples(ExampleSet.Train, request.Examples), request.Rollouts);
            var prompt = ReflectionPrompt.Render(options.TemplateOf(component), request.Parent[component].Text, records,
                context.Task.Describe(component));
            var reply = await context.AskAsync(FormattableString.Invariant($"reflection|{request.Number}|{component}"), reflector,
                FieldValues.Of((ReflectionModule.Prompt, prompt)), cancel).ConfigureAwait(false);
            if (reply is not null && ReflectionReply.Text(reply.String(ReflectionModule.Reply)) is var text
                && context.Accepts(component, text, ReflectionPrompt.Markdown(records)))
            {
                texts[component] = text;
            }
        }
        return texts;
    }

    public void Forget(Candidate candidate, ExampleSet? set = null) =>
        context.Forget(candidate, set is { } one ? Examples(one) : null);

    private IReadOnlyList<Example> Examples(ExampleSet set) => set == ExampleSet.Train ? data.Train : data.Dev;

    private List<Example> Examples(ExampleSet set, IReadOnlyList<int> positions) =>
        [.. positions.Select(position => Examples(set)[position])];
}
