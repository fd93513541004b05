using LwCoder.Cleanup;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>What killed lw_coders have left behind.</summary>
internal sealed class LeftoverCheck(DoctorScene scene, IReadOnlyList<ICleaner> cleaners) : IDoctorCheck
{
    private const int MostNames = 3;

    public string Name => "leftovers";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var scope = new CleanupScope(scene.Repository, TimeSpan.MaxValue, RescueRefs: false);
        var debris = cleaners.Where(cleaner => cleaner.IsDebris).ToList();
        var found = await Task.WhenAll(debris.Select(cleaner => cleaner.FindAsync(scope, cancel)));
        var findings = debris.Zip(found, Describe).OfType<Finding>().ToList();
        return findings.Count > 0 ? findings : [Finding.Ok("nothing was left behind by runs that were killed")];
    }

    private static Finding? Describe(ICleaner cleaner, IReadOnlyList<Leftover> found)
    {
        if (found.Count == 0)
        {
            return null;
        }
        var names = string.Join(", ", found.Take(MostNames).Select(leftover => leftover.Name));
        var more = found.Count > MostNames ? $" and {found.Count - MostNames} more" : "";
        return Finding.Warning($"{cleaner.Kind} left behind: {names}{more}", "lw_coder gc") with
        {
            Repair = async cancel =>
            {
                var notes = new List<string>();
                foreach (var leftover in found)
                {
                    notes.AddRange(await leftover.RemoveAsync(cancel));
                }
                return notes;
            },
        };
    }
}
