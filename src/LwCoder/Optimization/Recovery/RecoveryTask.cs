using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Optimization.Recovery;

/// <summary>
/// The template of recovery prompts for one way to go wrong. What is optimized is the template with its places, which needs
/// no model when it is used; the hand-written one is the baseline.
/// </summary>
/// <param name="judge">Null: the text alone decides.</param>
internal sealed class RecoveryTask(FailureCategory category, RecoveryJudge? judge) : IPromptTask
{
    private const double JudgeShare = 0.4;

    public static string ComponentOf(FailureCategory category) => $"{category.Name()}_recovery";

    public Candidate Baseline { get; } = new([new Component(ComponentOf(category), RecoveryTemplate.For(category).Text)]);

    public async Task<Rollout> RunAsync(Candidate candidate, Example example, CancellationToken cancel)
    {
        var template = new RecoveryTemplate(candidate[ComponentOf(category)].Text, "candidate");
        var input = RecoveryExamples.Read(example.Inputs);
        var score = RecoveryTextMetric.Of(template, category, input);
        var outputs = score.Value > 0 ? FieldValues.Of(("recovery_prompt", template.Fill(input))) : FieldValues.Empty;
        return judge is null || score.Value <= 0
            ? new Rollout(score, outputs)
            : await JudgeAsync(judge, score, outputs, cancel);
    }

    public string Describe(string component)
    {
        var places = RecoverySignatures.For(category).Inputs.Select(field => $"{{{field.Name}}}");
        var elements = RecoveryElements.Of(category).Select(element => $"- {element.What}");
        return $"It is a template. For each session its places are filled: {string.Join(", ", places)}. The filled text is "
            + $"what the next session of a coding agent reads before its task, after one that went wrong: {category.Name()}. "
            + "It has to hold for every such session, so no name, path, id or error of one session may stand in it. A good one:\n"
            + string.Join('\n', elements);
    }

    private async Task<Rollout> JudgeAsync(RecoveryJudge asked, Score text, FieldValues outputs, CancellationToken cancel)
    {
        try
        {
            var word = await asked.AskAsync(category, outputs.String("recovery_prompt"), cancel);
            var value = ((1 - JudgeShare) * text.Value) + (JudgeShare * word.Outputs.Number("score"));
            return new Rollout(
                new Score(value, $"{text.Feedback}\n{word.Outputs.String("feedback")}"), outputs) { Usage = word.Usage };
        }
        catch (Exception silent) when (
            silent is AnswerException or AssertionException or ModelException { IsFatalForAll: false })
        {
            // A judge without an answer must not make one candidate look worse than another: the text alone decides then.
            return new Rollout(text, outputs)
            {
                Usage = new Trial(null, null, silent).Usage,
                IsOutage = silent is ModelException { IsTransient: true },
                Error = silent.Message,
            };
        }
    }
}
