using LwCoder.Evaluation.TestReports;
using LwCoder.Platform.Files;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>
/// The reports that a run of tests has written: files that were not there before, or were changed. Tests may leave anything
/// behind, so what is read is bounded and no link is followed.
/// </summary>
internal sealed class WrittenReports
{
    private const int MostEntries = 500_000;
    private const int MostFiles = 2_000;
    private const long LargestFile = 64 << 20;
    private const long LargestTotal = 512 << 20;

    private static readonly HashSet<string> Skipped =
        new(StringComparer.OrdinalIgnoreCase) { ".git", "node_modules", ".venv", "venv", "__pycache__", "obj", "site-packages" };

    private readonly IReadOnlyList<string> _folders;
    private readonly Dictionary<string, (long, DateTime)> _before;

    private WrittenReports(IReadOnlyList<string> folders)
    {
        _folders = folders;
        _before = Candidates().ToDictionary(file => file.FullName, Stamp);
    }

    /// <summary>Looks at what is there before the tests run.</summary>
    public static WrittenReports Watch(params string[] folders) => new(folders);

    public IReadOnlyList<TestReport> Read()
    {
        var reports = new List<TestReport>();
        var total = 0L;
        var written = Candidates().Where(file => !_before.TryGetValue(file.FullName, out var stamp) || stamp != Stamp(file));
        foreach (var file in written.OrderBy(file => file.FullName, StringComparer.Ordinal).Take(MostFiles))
        {
            if (file.Length is > 0 and <= LargestFile && (total += file.Length) <= LargestTotal && TryRead(file) is { } report)
            {
                reports.Add(report);
            }
        }
        return reports;
    }

    private static TestReport? TryRead(FileInfo file)
    {
        try
        {
            using var content = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return TestReportReader.OfFile(file.Name, content);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Something still running has removed it, or nobody may read it: it reports nothing.
            return null;
        }
    }

    private IEnumerable<FileInfo> Candidates()
    {
        var entries = 0;
        var pending =
            new Stack<DirectoryInfo>(_folders.Select(folder => new DirectoryInfo(folder)).Where(folder => folder.Exists));
        while (pending.TryPop(out var folder))
        {
            foreach (var entry in Entries(folder))
            {
                if (++entries > MostEntries)
                {
                    yield break;
                }
                // Most files are no reports, so only what matters is looked at twice.
                if (entry is FileInfo file && TestReportReader.MayBeReport(file.Name) && !Paths.IsLink(file.FullName))
                {
                    yield return file;
                }
                else if (entry is DirectoryInfo inner && !Skipped.Contains(inner.Name) && !Paths.IsLink(inner.FullName))
                {
                    pending.Push(inner);
                }
            }
        }
    }

    /// <summary>Pipes and devices have no length, and are not opened because of that.</summary>
    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos("*", FolderWalk.NoLinks);

    private static (long, DateTime) Stamp(FileInfo file) => (file.Length, file.LastWriteTimeUtc);
}
