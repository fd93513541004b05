using LwCoder.Configuration;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>Plans whose lw_coder died at work: a run waits to be collected, or something half done to be finished.</summary>
internal sealed class UnfinishedRunCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "runs";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>(
        scene.Repository is { } repository ? Find(RunCatalog.In(StateFolder.Of(repository.Root))) : []);

    private static IReadOnlyList<Finding> Find(RunCatalog runs) =>
    [
        .. from plan in RunLease.Abandoned(runs)
           select KilledRuns.Unfinished(runs, plan).Count > 0
               ? Finding.Warning(
                   $"the last run of {plan} was killed; what its agent did is kept and not yet taken over",
                   $"lw_coder code {plan}")
               : Finding.Warning(
                   $"the last command on {plan} was killed; nothing is lost, and it may be half done",
                   $"repeat it: code, finalize or abandon {plan}"),
    ];
}
