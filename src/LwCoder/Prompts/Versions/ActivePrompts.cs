namespace LwCoder.Prompts.Versions;

/// <param name="Name">Of the set that was read: the tool's default where the variant asked for was never installed.</param>
internal sealed record ActivePromptSet(PromptSetName Name, string Folder, PromptSet Set);

/// <summary>
/// Reads the active prompts: all of one version, never a mixture, also while they are swapped or after whoever swapped them was
/// killed.
/// </summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
/// <param name="notice">Hears that prompts of the old layout were moved.</param>
internal sealed class ActivePrompts(string stateFolder, Action<string> notice)
{
    private readonly PromptSwap _swap = new(stateFolder);

    /// <exception cref="UserError">There is no such set, or it cannot be used.</exception>
    public async Task<ActivePromptSet> LoadAsync(string toolFolder, string variant, CancellationToken cancel)
    {
        while (true)
        {
            using var alone = _swap.HasEverRun || OldLayout.AreIn(stateFolder) ? await _swap.EnterAsync(cancel) : null;
            if (alone is not null)
            {
                OldLayout.Move(stateFolder, notice);
            }
            try
            {
                var set = Read(toolFolder, variant);
                if (alone is not null || !_swap.HasEverRun)
                {
                    return set;
                }
            }
            catch (Exception) when (alone is null && _swap.HasEverRun)
            {
                // The very first swap came in between: once more, under its lock.
            }
        }
    }

    private ActivePromptSet Read(string toolFolder, string variant)
    {
        var folder = PromptFolders.Active(stateFolder, toolFolder, variant);
        return new ActivePromptSet(new PromptSetName(toolFolder, Path.GetFileName(folder)), folder, PromptSet.Load(folder));
    }
}
