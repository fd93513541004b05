namespace LwCoder.Commands.Init;

/// <summary>
/// Prompts used to live in `.lw_coder/optimized_prompts/&lt;tool&gt;/&lt;variant&gt;/`. They are moved to where they are read
/// now; what is there already stays, and so does the old file in its way.
/// </summary>
internal static class OldPrompts
{
    public const string Folder = ".lw_coder/optimized_prompts";

    private const string NewFolder = ".lw_coder/prompts/active";

    /// <summary>What can be moved, in ordinal order; links are not followed and stay.</summary>
    public static IReadOnlyList<Move> Find(RepositoryFiles files) =>
    [
        .. files.FilesBelow(Folder)
            .Select(path => new Move(path, NewFolder + path[Folder.Length..]))
            .Where(move => !files.Exists(move.To)),
    ];

    internal sealed record Move(string From, string To);
}
