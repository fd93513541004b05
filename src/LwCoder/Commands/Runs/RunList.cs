using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;

namespace LwCoder.Commands.Runs;

/// <summary>Runs, a line each.</summary>
/// <param name="forPerson">With headings, and words where there is nothing.</param>
internal sealed class RunList(TextWriter output, bool forPerson, TimeProvider time)
{
    public void Write(IReadOnlyList<RunManifest> manifests)
    {
        if (manifests.Count == 0 && forPerson)
        {
            output.WriteLine("No runs yet. Start one with 'lw_coder code <plan>'.");
            return;
        }
        TextTable.Write(
            output, forPerson,
            ["RUN", "OUTCOME", "TOOL", "MODEL", "SANDBOX", "AGE", "CHANGE", "COST"],
            [.. manifests.Select(manifest => (IReadOnlyList<string>)
            [
                manifest.RunId,
                RunChainText.Outcome(manifest),
                manifest.Tool,
                manifest.Reported?.Model ?? manifest.Model ?? "-",
                manifest.Sandbox,
                Age.Short(time.GetUtcNow() - manifest.CreatedAt),
                manifest.Changes is { } change ? $"+{change.Insertions} -{change.Deletions}" : "-",
                RunWords.Money(manifest),
            ])]);
    }
}
