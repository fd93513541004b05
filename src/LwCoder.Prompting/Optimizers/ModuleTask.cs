using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Evaluation;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>A module whose predictors' instructions and demos are optimized against a metric.</summary>
/// <param name="module">The module as it is today.</param>
/// <param name="metric">What an answer is worth; its feedback is what an optimizer learns from.</param>
/// <param name="failureScore">What no answer is worth; at most the worst the metric gives.</param>
public sealed class ModuleTask(PromptModule module, Metric metric, double failureScore = 0) : IPromptTask
{
    /// <inheritdoc/>
    public Candidate Baseline { get; } = new([.. module.Predictors.Select(predict =>
        new Component(predict.Name, predict.Signature.Instructions) { Demos = predict.Options.Demos })]);

    /// <summary>The module a candidate stands for.</summary>
    public PromptModule Apply(Candidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return module.Replace(predict => candidate[predict.Name] is var part
            ? predict.WithInstructions(part.Text).WithOptions(predict.Options with { Demos = part.Demos })
            : predict);
    }

    /// <inheritdoc/>
    public bool CanShow(string component, Example example)
    {
        ArgumentNullException.ThrowIfNull(example);
        var signature = Find(component).Signature;
        try
        {
            signature.FitInputs(example.Inputs);
            signature.FitOutputs(example.Outputs);
            return true;
        }
        catch (FieldException)
        {
            // The usual case in a program of several predictors: its examples are not those of each part.
            return false;
        }
    }

    /// <inheritdoc/>
    public string Describe(string component)
    {
        var signature = Find(component).Signature;
        return $"It is given:\n{Fields(signature.Inputs)}\nIt answers with:\n{Fields(signature.Outputs)}\n"
            + "Fields and their order are told to it beside the instruction.";
    }

    /// <inheritdoc/>
    public async Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(example);
        var calls = new List<PredictorCall>();
        var options = new CallOptions
        {
            OnCall = call =>
            {
                lock (calls)
                {
                    calls.Add(call);
                }
            },
        };
        Prediction prediction;
        try
        {
            prediction = await Apply(candidate).RunAsync(example.Inputs, options, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (
            error is AnswerException or AssertionException or FieldException or ModelException { IsFatalForAll: false })
        {
            return new Rollout(new Score(failureScore, Explain(error)), FieldValues.Empty)
            {
                Calls = calls,
                Usage = new Trial(null, null, error).Usage,
                Error = error.Message,
                IsOutage = error is ModelException { IsTransient: true },
            };
        }
        var score = await metric(example, prediction, cancel).ConfigureAwait(false);
        return new Rollout(score, prediction.Outputs) { Calls = calls, Usage = prediction.Usage };
    }

    private Predict Find(string component) => module.Predictors.First(predict => predict.Name == component);

    private static string Fields(IReadOnlyList<Field> fields) =>
        string.Join('\n', fields.Select(field => $"- {field}{(field.Description is null ? "" : $". {field.Description}")}"));

    /// <summary>What a reflecting model needs to mend it: the reason, and what was written instead of an answer.</summary>
    private static string Explain(Exception error) => error switch
    {
        AnswerException { RawTexts: [.., var last] } => $"No usable answer. {error.Message}\nThe answer was:\n{last}",
        _ => $"No usable answer. {error.Message}",
    };
}
