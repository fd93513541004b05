using System.Globalization;
using LwCoder.Git;

namespace LwCoder.Judges;

/// <summary>A change as a judge reads it: every file named, its lines numbered, as many of them as the budget allows.</summary>
internal sealed class QuotedChange(QuotedText text, List<string> leftOut)
{
    /// <summary>Characters that a line takes beside its own: number, mark and margin.</summary>
    private const int Margin = 12;

    private const int Heading = 120;

    /// <param name="limit">In characters.</param>
    public void Add(IReadOnlyList<FilePatch> files, int limit)
    {
        // Half of the room may go to names alone; a change of more files is not judged line by line anyway.
        var named = Math.Min(files.Count, Math.Max(1, limit / 2 / Heading));
        var rest = limit - (named * Heading);
        var shares = Shares([.. files.Take(named).Select(file => SizeOf(file, rest))], rest);
        for (var index = 0; index < named; index++)
        {
            text.AddOwn(string.Create(
                CultureInfo.InvariantCulture, $"# file {index + 1} of {files.Count}: {Describe(files[index])}"));
            AddHunks(files[index], shares[index]);
        }
        if (named < files.Count)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"{files.Count - named} of {files.Count} files");
            text.AddOwn($"# ({more} are left out here)");
            leftOut.Add(more);
        }
    }

    /// <summary>
    /// Divides a limit so that small needs are met in full and large ones get the same of what is left: one generated file
    /// does not push the others out.
    /// </summary>
    internal static IReadOnlyList<int> Shares(IReadOnlyList<int> needs, int limit)
    {
        var shares = new int[needs.Count];
        var rest = Math.Max(0, limit);
        var waiting = needs.Count;
        foreach (var index in Enumerable.Range(0, needs.Count).OrderBy(index => needs[index]))
        {
            shares[index] = Math.Min(needs[index], rest / waiting--);
            rest -= shares[index];
        }
        return shares;
    }

    private void AddHunks(FilePatch file, int share)
    {
        var end = text.Length + share;
        var (shown, total) = (0, file.Hunks.Sum(hunk => hunk.Numbered().Count()));
        foreach (var hunk in file.Hunks)
        {
            if (!TryAdd("     @@ |", hunk.Section, end))
            {
                break;
            }
            foreach (var line in hunk.Numbered())
            {
                var margin = string.Create(CultureInfo.InvariantCulture, $"{line.Number,6} {line.Mark} |");
                if (!TryAdd(margin, line.Text, end))
                {
                    CutOff(file, total - shown, total);
                    return;
                }
                shown++;
            }
        }
        if (shown < total)
        {
            CutOff(file, total - shown, total);
        }
    }

    private bool TryAdd(string margin, string line, int end)
    {
        var quoted = text.Quote(line);
        if (text.Length + quoted.Length + Margin > end)
        {
            return false;
        }
        text.AddQuoted(margin, quoted);
        return true;
    }

    private void CutOff(FilePatch file, int missing, int total)
    {
        var lines = string.Create(CultureInfo.InvariantCulture, $"{missing} of {total} lines");
        text.AddOwn($"       ! ({lines} of this file's changes are left out here)");
        leftOut.Add($"{file.Path}: {lines}");
    }

    private string Describe(FilePatch file)
    {
        var name = text.Name(file.Path);
        var from = file.OriginalPath is { } original ? text.Name(original) : null;
        var kind = file switch
        {
            { Kind: 'A', NewMode: DiffEntry.LinkMode } => "new symbolic link",
            { Kind: 'A', NewMode: DiffEntry.ExecutableMode } => "new executable file",
            { Kind: 'A' } => "new",
            { Kind: 'D' } => "deleted",
            { Kind: 'R' } => $"renamed from {from}",
            { Kind: 'C' } => $"copied from {from}",
            { NewMode: { } mode } => $"modified, mode now {mode}",
            _ => "modified",
        };
        return (file.IsBinary, file.BinaryBytes) switch
        {
            (true, { } bytes) => string.Create(CultureInfo.InvariantCulture, $"{name}, {kind}, binary, now {bytes} bytes"),
            (true, null) => $"{name}, {kind}, binary",
            _ => string.Create(CultureInfo.InvariantCulture, $"{name}, {kind}, +{file.Insertions} -{file.Deletions}"),
        };
    }

    /// <summary>What a file's lines take when quoted; beyond <paramref name="limit"/> it does not matter how much.</summary>
    private int SizeOf(FilePatch file, int limit)
    {
        var size = 0;
        foreach (var line in file.Hunks.SelectMany(hunk => hunk.Numbered().Select(line => line.Text).Prepend(hunk.Section)))
        {
            size += text.Quote(line).Length + Margin;
            if (size > limit)
            {
                break;
            }
        }
        return size;
    }
}
