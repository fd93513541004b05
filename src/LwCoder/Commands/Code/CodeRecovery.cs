using LwCoder.Diagnosis;
using LwCoder.Diagnosis.Recoveries;
using LwCoder.Runs;

namespace LwCoder.Commands.Code;

/// <summary>Another run of a plan, which is told what went wrong in the one before.</summary>
/// <param name="Of">The run before.</param>
/// <param name="Attempt">From 1.</param>
internal sealed record CodeRecovery(RunDirectory Of, int Attempt, DiagnosisReport Why, RecoveryPrompt Prompt)
{
    public RecoveryNote ToNote() =>
        new(Of.Id.ToString(), Of.ReadManifest().SessionId, Attempt, Why.Category.Name(), Prompt.Source);
}
