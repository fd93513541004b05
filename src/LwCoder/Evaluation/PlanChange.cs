using LwCoder.Git;

namespace LwCoder.Evaluation;

/// <summary>Everything that was changed for a plan, against the commit it started from.</summary>
/// <param name="Source">`worktree`, or the run whose patch it is, once the worktree is gone.</param>
/// <param name="PatchFile">For `git apply --binary` on a checkout of the base.</param>
/// <param name="Sha256">Of the patch, lower case: equal changes are known by it.</param>
internal sealed record PlanChange(
    string BaseSha, string Source, string PatchFile, string Sha256, IReadOnlyList<FilePatch> Files)
{
    public const string Worktree = "worktree";

    public int Insertions => Files.Sum(file => file.Insertions);

    public int Deletions => Files.Sum(file => file.Deletions);
}
