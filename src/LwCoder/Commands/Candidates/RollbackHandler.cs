using LwCoder.Platform.Files;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;

namespace LwCoder.Commands.Candidates;

/// <summary>Takes the last promotion back: what it replaced comes from the archive, what it brought goes there.</summary>
/// <param name="stateFolder">Finds the repository's `.lw_coder`.</param>
internal sealed class RollbackHandler(
    Func<CancellationToken, Task<string>> stateFolder, PromotionReport report, TimeProvider time)
{
    public async Task<int> RunAsync(string? set, bool force, bool asJson, CancellationToken cancel)
    {
        var swap = new PromptSwap(await stateFolder(cancel));
        using var alone = await swap.EnterAsync(cancel);
        if (swap.Finished is { Action: PromptAction.Rollback } finished && (set is null || Means(set, finished)))
        {
            // This command was killed, and is given again: it does not mean one promotion more.
            report.Write(finished, swap.ArchiveFolder(finished.Name), asJson);
            return (int)ExitCode.Done;
        }
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
            .Where(promotion => set is null || Means(set, promotion)).ToList();
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

    private static bool Means(string set, PromptChange change) => change.Set == set.Trim().TrimEnd('/');

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
