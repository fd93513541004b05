using LwCoder.Runs;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>Runs whose lw_coder died: their work waits to be collected, by `code` on the same plan.</summary>
internal sealed class UnfinishedRunCheck(DoctorScene scene) : IDoctorCheck
{
    public string Name => "runs";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>(
        scene.Repository is { } repository
            ?
            [
                .. from plan in RunLease.Abandoned(new RunCatalog(Path.Combine(repository.Root, ".lw_coder", "runs")))
                   select Finding.Warning(
                       $"the last run of {plan} was killed; what its agent did is kept and not yet taken over",
                       $"lw_coder code {plan}"),
            ]
            : []);
}
