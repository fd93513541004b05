using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.CompiledPrompts;

/// <summary>
/// The compiled prompts of a store. Every version stays in `compiled_prompt_versions`; `compiled_prompts` holds the
/// text in use, where readers of the earlier system look as well.
/// </summary>
/// <param name="warn">Hears of a prompt that cannot be used.</param>
internal sealed class PromptShelf(ITelemetryStore store, Action<string> warn, TimeProvider time)
{
    /// <summary>Adds a version as a candidate.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public Task<CompiledPromptVersion> PublishAsync(CompiledPrompt prompt, CancellationToken cancel) => store.ChangeAsync(
        session =>
        {
            var newest = session.Number("SELECT MAX(version) FROM compiled_prompt_versions WHERE prompt_id = ?", prompt.PromptId);
            var version = new CompiledPromptVersion(prompt, (int)(newest ?? 0) + 1, PromptStatus.Candidate);
            session.Insert(PromptRows.Versions.Insert, PromptRows.Versions.ValuesOf([version]));
            return version;
        },
        cancel);

    /// <summary>Puts a version to use and retires the one before it. What is active already stays as it is.</summary>
    /// <exception cref="UserError">There is no such version.</exception>
    public async Task<CompiledPromptVersion> ActivateAsync(string promptId, int version, CancellationToken cancel)
    {
        var activated = await store.ChangeAsync(
            session =>
            {
                var chosen = Find(session, promptId, version);
                if (chosen.Status == PromptStatus.Active)
                {
                    return chosen;
                }
                var now = time.GetUtcNow();
                session.Execute(
                    "UPDATE compiled_prompt_versions SET status = 'retired', "
                    + "retired_at = ? WHERE prompt_id = ? AND status = 'active'",
                    now, promptId);
                session.Execute(
                    """
                    UPDATE compiled_prompt_versions SET status = 'active', activated_at = ?, retired_at = NULL
                    WHERE prompt_id = ? AND version = ?
                    """,
                    now, promptId, (long)version);
                session.Insert(PromptRows.Active.Insert, PromptRows.Active.ValuesOf([chosen]));
                return chosen with { Status = PromptStatus.Active, ActivatedAt = now, RetiredAt = null };
            },
            cancel);
        await store.MarkAsync(BoundaryKind.PromptPublished, $"{promptId} v{version}", cancel);
        return activated;
    }

    /// <summary>Takes a version out of use. With the active one, readers fall back to what they had before any.</summary>
    /// <exception cref="UserError">There is no such version.</exception>
    public Task<CompiledPromptVersion> RetireAsync(string promptId, int version, CancellationToken cancel) => store.ChangeAsync(
        session =>
        {
            var chosen = Find(session, promptId, version);
            if (chosen.Status == PromptStatus.Retired)
            {
                return chosen;
            }
            var now = time.GetUtcNow();
            session.Execute(
                "UPDATE compiled_prompt_versions SET status = 'retired', retired_at = ? WHERE prompt_id = ? AND version = ?",
                now, promptId, (long)version);
            if (chosen.Status == PromptStatus.Active)
            {
                session.Execute("DELETE FROM compiled_prompts WHERE prompt_id = ?", promptId);
            }
            return chosen with { Status = PromptStatus.Retired, RetiredAt = now };
        },
        cancel);

    /// <summary>All versions, by prompt and the newest first.</summary>
    /// <param name="promptId">Only of this prompt; null for all.</param>
    public Task<List<CompiledPromptVersion>> ListAsync(string? promptId, CancellationToken cancel) =>
        store.ReadAsync(
            session => promptId is null ? PromptRows.ReadAll(session) : PromptRows.ReadAll(session, promptId), cancel);

    /// <summary>The text in use for the first of some ids that has a usable one; the most special id comes first.</summary>
    /// <param name="problemOf">Says why a text cannot be used, or null: the store knows nothing of placeholders.</param>
    /// <returns>Null when none has one, and the caller uses its own.</returns>
    public Task<ActivePrompt?> FindActiveAsync(
        IReadOnlyList<string> promptIds, Func<string, string?> problemOf, CancellationToken cancel) => store.ReadAsync(
        session => promptIds.Select(id => Usable(PromptRows.ReadActive(session, id), problemOf))
            .FirstOrDefault(found => found is not null),
        cancel);

    private ActivePrompt? Usable(ActivePrompt? prompt, Func<string, string?> problemOf)
    {
        if (prompt is null)
        {
            return null;
        }
        var problem = string.IsNullOrWhiteSpace(prompt.Text) ? "it is empty" : problemOf(prompt.Text);
        if (problem is null)
        {
            return prompt;
        }
        warn($"the compiled prompt {prompt.PromptId} is not used: {problem}");
        return null;
    }

    private static CompiledPromptVersion Find(ISqlSession session, string promptId, int version)
    {
        var versions = PromptRows.ReadAll(session, promptId);
        return versions.Find(candidate => candidate.Version == version) ?? throw new UserError(
            versions.Count == 0 ? $"there is no compiled prompt {promptId}" : $"{promptId} has no version {version}",
            versions.Count == 0
                ? "`lw_coder compiled list` shows what there is"
                : $"it has {string.Join(", ", versions.Select(candidate => candidate.Version).Order())}");
    }
}
