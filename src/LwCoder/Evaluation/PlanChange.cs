using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Evaluation;

/// <summary>Everything that was changed for a plan, against the commit it started from.</summary>
/// <param name="Source">`worktree`, or the run whose patch it is, once the worktree is gone.</param>
/// <param name="PatchFile">Without the secrets that the change would add; kept, for people and samples.</param>
/// <param name="Sha256">Of the exact patch, lower case: equal changes are known by it.</param>
internal sealed record PlanChange(
    string BaseSha, string Source, string PatchFile, string Sha256, IReadOnlyList<FilePatch> Files) : IDisposable
{
    public const string Worktree = "worktree";

    /// <summary>
    /// The change as it is, as long as this is not disposed; null when <see cref="PatchFile"/> is all there is.
    /// </summary>
    public ExactPatch? Exact { get; init; }

    /// <summary>For `git apply --binary` on a checkout of the base.</summary>
    public string PatchToApply => Exact?.Path ?? PatchFile;

    public int Insertions => Files.Sum(file => file.Insertions);

    public int Deletions => Files.Sum(file => file.Deletions);

    public void Dispose() => Exact?.Dispose();
}
