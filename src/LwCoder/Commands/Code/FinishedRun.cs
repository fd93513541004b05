using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Code;

/// <summary>A run whose work is collected and recorded.</summary>
/// <param name="Broken">What kept it from coming to a session; to be thrown once everything is in order.</param>
internal sealed record FinishedRun(RunDirectory Directory, RunManifest Manifest, UserError? Broken)
{
    public bool IsCompleted => Manifest.Outcome == SessionOutcome.Completed.Name();

    public bool IsCancelled => Manifest.Outcome == SessionOutcome.Cancelled.Name();
}
