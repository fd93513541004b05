using LwCoder.Sandboxes;

namespace LwCoder.Cleanup;

/// <summary>Containers whose lw_coder is dead.</summary>
internal sealed class ContainerCleaner(ContainerSweep sweep) : ICleaner
{
    public string Kind => "containers";

    public bool IsDebris => true;

    public async Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
    [
        .. from name in await sweep.FindAsync(cancel)
           select new Leftover(name, 0, "its lw_coder was killed")
           {
               RemoveAsync = async stop =>
               {
                   await sweep.RemoveAsync([name], stop);
                   return [];
               },
           },
    ];
}
