using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Promotion;

namespace LwCoder.Commands.Candidates;

/// <summary>Makes a candidate the active prompts, if a comparison or the user says so.</summary>
/// <param name="stateFolder">Finds the repository's `.lw_coder`.</param>
internal sealed class PromoteHandler(
    Func<CancellationToken, Task<string>> stateFolder, PromotionReport report, Narrator narrator, TimeProvider time)
{
    public async Task<int> RunAsync(string candidate, bool force, bool asJson, CancellationToken cancel)
    {
        var state = await stateFolder(cancel);
        var catalog = new CandidateCatalog(state);
        var proposed = catalog.Read(catalog.Find(candidate));
        var name = proposed.Name.Set;
        var swap = new PromptSwap(state);
        // Until the end, so that what is replaced is what was compared.
        using var alone = await swap.EnterAsync(cancel);
        var active = PromptSet.Load(swap.ActiveFolder(name));
        if (active.HasSameTexts(proposed.Set))
        {
            report.WriteUnchanged(name, proposed, asJson);
            return (int)ExitCode.Done;
        }
        var ground = PromotionGround.Of(
            new ComparisonCatalog(state, narrator.Warn).All(), proposed.Set.Fingerprint, active.Fingerprint);
        if (!ground.IsWon && !force)
        {
            throw new UserError(
                $"{proposed.Name} is not promoted: {ground.Reason}",
                ground.Verdict switch
                {
                    ComparisonVerdict.Lost => "keep the active prompts, or promote it all the same with --force",
                    ComparisonVerdict.Inconclusive => "compare it on more plans (--plans) or with more --attempts: "
                        + $"lw_coder candidates compare {proposed.Name}, or promote it all the same with --force",
                    _ => $"compare it: lw_coder candidates compare {proposed.Name}, or promote it all the same with --force",
                },
                ExitCode.ChecksFailed);
        }
        cancel.ThrowIfCancellationRequested();
        var change = swap.Replace(
            PromptChange.Promotion(
                time.GetUtcNow(), name, active.Fingerprint, proposed.Set.Fingerprint, proposed.Name.ToString(),
                ground.IsWon ? ground.Reason : $"forced, although {ground.Reason}"),
            PromptFiles.OfSet(proposed.Folder),
            AnalysisOf(proposed));
        report.Write(change, swap.ArchiveFolder(name), asJson);
        return (int)ExitCode.Done;
    }

    private static byte[]? AnalysisOf(Candidate candidate)
    {
        var file = Path.Combine(candidate.Folder, CandidateFolder.AnalysisFile);
        return Paths.IsLink(file) ? null : BoundedFile.Read(file);
    }
}
