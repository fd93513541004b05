using LwCoder.Diagnosis;
using LwCoder.Optimization.Compiling;
using LwCoder.Optimization.Examples;
using LwCoder.Prompting.Optimizers;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Classifier;

/// <summary>Compiles the classifier from sessions with checked diagnoses.</summary>
/// <param name="model">As the user named it, for the program's record; null: the configured one.</param>
internal sealed class ClassifierJob(IChatClient client, string? model, int seed, TimeProvider time)
{
    public const int FewestExamples = 10;

    /// <summary>Compiled and rules side by side; there once the job has run.</summary>
    public ClassifierTrial? Trial { get; private set; }

    /// <exception cref="UserError">There are too few checked diagnoses.</exception>
    public CompileJob Make(TrainingSet set, IReadOnlyDictionary<string, FailureCategory> gold, string goldFile)
    {
        var sessions = set.Sessions.ToDictionary(session => session.Id);
        var examples = ClassifierExamples.Of(set.Sessions, gold);
        if (examples.Count < FewestExamples)
        {
            throw new UserError(
                $"of {gold.Count} checked diagnoses in {goldFile}, {examples.Count} are of sessions in the store; "
                + $"{FewestExamples} are needed",
                "check more sessions; 'lw_coder telemetry sessions' lists them and 'lw_coder diagnose' says what the "
                + "rules think");
        }
        var task = new ModuleTask(ClassifierSignature.Module(client), ClassifierMetric.Value);
        var data = DataSplit.ByGroup(examples, example => sessions[example.Id!].RootTask, seed);
        return new CompileJob(ClassifierSignature.PromptId, task, data, report =>
        {
            Trial = ClassifierTrial.Of(report.HeldOutRows, sessions);
            return Trial.MayPublish
                ? (CompiledPromptFacts.Of(
                    report, ClassifierSignature.PromptId, "diagnosis", ClassifierSignature.Name, null, time.GetUtcNow())
                    with { ProgramJson =
                        CompiledProgram.Write(task, report.Best, ClassifierSignature.Name, model, time.GetUtcNow()) }, null)
                : (null, Trial.Rules.Accuracy is not null ? "the rules are more often right on held-out sessions"
                    : data.Test.Count > 0 ? "the budget ended before it was measured on held-out sessions"
                    : "there are no held-out sessions to measure it on");
        });
    }
}
