namespace LwCoder.Git;

/// <summary>What a patch does to one file.</summary>
/// <param name="Kind">A added, C copied, D deleted, M modified, R renamed; a file whose mode alone changed is M.</param>
/// <param name="Path">As it is after the change; of a deleted file, as it was.</param>
/// <param name="OriginalPath">Where a renamed or copied file comes from, else null.</param>
/// <param name="NewMode">Octal, where the patch names it: of new files and changed modes.</param>
/// <param name="IsBinary">Then there are no hunks.</param>
/// <param name="BinaryBytes">The size of a binary file after the change, where the patch tells it.</param>
internal sealed record FilePatch(
    char Kind, string Path, string? OriginalPath, string? NewMode, bool IsBinary, long? BinaryBytes,
    IReadOnlyList<PatchHunk> Hunks)
{
    public int Insertions => Count('+');

    public int Deletions => Count('-');

    private int Count(char mark) => Hunks.Sum(hunk => hunk.Lines.Count(line => line.StartsWith(mark)));
}

/// <summary>Lines that stand together in a patch.</summary>
/// <param name="OldStart">The number, from 1, of the first line in the old file.</param>
/// <param name="NewStart">The same in the new file.</param>
/// <param name="Section">What git found to be around it, such as a function's first line; may be empty.</param>
/// <param name="Lines">Each with its mark: blank for context, `+`, `-`, and `\` for a remark of git's.</param>
internal sealed record PatchHunk(int OldStart, int NewStart, string Section, IReadOnlyList<string> Lines)
{
    /// <summary>Each line with its number: of the old file for a removed line, else of the new one.</summary>
    public IEnumerable<PatchLine> Numbered()
    {
        var (old, now) = (OldStart, NewStart);
        foreach (var line in Lines)
        {
            switch (line[0])
            {
                case '-':
                    yield return new PatchLine('-', old++, line[1..]);
                    break;
                case '+':
                    yield return new PatchLine('+', now++, line[1..]);
                    break;
                case ' ':
                    yield return new PatchLine(' ', now++, line[1..]);
                    old++;
                    break;
            }
        }
    }
}

/// <param name="Mark">Blank, `+` or `-`.</param>
internal sealed record PatchLine(char Mark, int Number, string Text);
