using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;
using LwCoder.Training.Promotion;

namespace LwCoder.Commands.Candidates;

/// <summary>Makes a candidate the active prompts, and takes that back.</summary>
/// <param name="stateFolder">Finds the repository's `.lw_coder`.</param>
internal sealed class PromoteHandler(
    Func<CancellationToken, Task<string>> stateFolder, PromotionReport report, Narrator narrator, TimeProvider time)
{
    public async Task<int> PromoteAsync(string candidate, bool force, bool asJson, CancellationToken cancel)
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
                $"compare it: lw_coder candidates compare {proposed.Name}, or promote it all the same with --force",
                ExitCode.ChecksFailed);
        }
        cancel.ThrowIfCancellationRequested();
        var change = swap.Replace(
            PromptChange.Promotion(
                time.GetUtcNow(), name, active.Fingerprint, proposed.Set.Fingerprint, proposed.Name.ToString(),
                ground.IsWon ? ground.Reason : $"forced, although {ground.Reason}"),
            PromptFiles.OfSet(proposed.Folder),
            BoundedFile.Read(Path.Combine(proposed.Folder, CandidateFolder.AnalysisFile)));
        report.Write(change, swap.ArchiveFolder(name), asJson);
        return (int)ExitCode.Done;
    }

    public async Task<int> RollBackAsync(string? set, bool force, bool asJson, CancellationToken cancel)
    {
        var swap = new PromptSwap(await stateFolder(cancel));
        using var alone = await swap.EnterAsync(cancel);
        var promotion = FindPromotion(swap.History.Read(), set);
        var (active, archived) = (
            swap.ActiveFolder(promotion.Name), Path.Combine(swap.ArchiveFolder(promotion.Name), promotion.Archive));
        var isEdited = !Directory.Exists(active) || PromptFiles.All(active).Digest != promotion.Digest;
        if (isEdited && !force)
        {
            throw new UserError(
                $"the active prompts {promotion.Name} are not as the promotion of {promotion.Candidate} left them: "
                    + "somebody edited them since",
                "roll back all the same with --force: what was edited goes to the archive");
        }
        if (!Directory.Exists(archived) || Paths.IsLink(archived))
        {
            throw new UserError(
                $"the prompts that {promotion.Candidate} replaced are not in {archived} any more",
                "bring them back, with git perhaps");
        }
        var previous = PromptSet.Load(archived);
        var change = swap.Replace(
            PromptChange.TakingBack(promotion, time.GetUtcNow(), FingerprintOf(active), previous.Fingerprint, isEdited),
            PromptFiles.All(archived),
            analysis: null);
        report.Write(change, swap.ArchiveFolder(promotion.Name), asJson);
        return (int)ExitCode.Done;
    }

    /// <exception cref="UserError">None can be taken back, or it is not clear which.</exception>
    private static PromptChange FindPromotion(IReadOnlyList<PromptChange> changes, string? set)
    {
        var promotions = changes.Select(change => change.Name).Distinct()
            .Select(name => PromptHistory.Undoable(changes, name)).OfType<PromptChange>()
            .Where(promotion => set is null || promotion.Set == set.Trim().TrimEnd('/')).ToList();
        return promotions switch
        {
            [var promotion] => promotion,
            [] => throw new UserError(
                $"there is no promotion {(set is null ? "" : $"of {set} ")}to take back", "see `lw_coder candidates history`"),
            _ => throw new UserError(
                $"promotions of {string.Join(" and ", promotions.Select(promotion => promotion.Set))} can be taken back",
                $"name one: lw_coder candidates rollback {promotions[^1].Set}", ExitCode.Usage),
        };
    }

    private static string FingerprintOf(string folder)
    {
        try
        {
            return PromptSet.Load(folder).Fingerprint;
        }
        catch (Exception unusable) when (unusable is UserError or DirectoryNotFoundException)
        {
            // To get rid of a broken set is a reason to roll back.
            return "unusable";
        }
    }
}
