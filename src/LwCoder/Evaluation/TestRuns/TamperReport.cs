using LwCoder.Evaluation.TestReports;
using LwCoder.Git;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>What a change did to tests that were there before it. A fact for a person to judge, and no accusation.</summary>
internal enum Tampering
{
    Deleted,
    Skipped,
    Edited,
}

/// <param name="File">Null when nothing says where the test was.</param>
/// <param name="Test">Null for a file as a whole.</param>
/// <param name="Evidence">What tells: a line of the change, or how the results differ.</param>
internal sealed record TamperFinding(Tampering Kind, string? File, string? Test, string Evidence)
{
    /// <summary>For people: `test deleted: adds in add.test.js (failed before, has no result after)`.</summary>
    public string Describe() =>
        $"test {TestResultsFile.Word(Kind)}: {Test ?? File} "
        + $"{(this is { Test: not null, File: not null } ? $"in {File} " : "")}({Evidence})";
}

/// <summary>Compares results test by test, and reads the change; either finds what the other cannot see.</summary>
internal static class TamperReport
{
    public static IReadOnlyList<TamperFinding> Of(TestResults? before, TestResults after, IReadOnlyList<FilePatch> change)
    {
        var inPatch = change.Where(file => TestFiles.IsTest(file.OriginalPath ?? file.Path)).SelectMany(OfFile).ToList();
        var inResults = before is { IsComplete: true } && after.IsComplete ? OfResults(before, after, inPatch) : [];
        // A test that the change deletes by its text and that still has a result was moved.
        var known = after.IsComplete ? after.Cases.Select(test => ShortName(test.Name)).ToHashSet() : [];
        var kept = inPatch.Where(finding => finding is not { Kind: Tampering.Deleted, Test: { } test } || !known.Contains(test));
        // The results say it with the test's full name.
        var told = inResults.Select(finding => (finding.Kind, finding.File, ShortName(finding.Test!))).ToHashSet();
        return
        [
            .. inResults.Concat(kept.Where(finding =>
                    finding.Test is null || !told.Contains((finding.Kind, finding.File, finding.Test))))
                .Distinct()
                .OrderBy(finding => finding.Kind)
                .ThenBy(finding => finding.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Test, StringComparer.Ordinal),
        ];
    }

    private static List<TamperFinding> OfResults(TestResults before, TestResults after, List<TamperFinding> inPatch)
    {
        var now = TestTransitions.ByName(after.Cases);
        var places = inPatch.Where(finding => finding is { Test: not null, File: not null })
            .GroupBy(finding => finding.Test!)
            .ToDictionary(group => group.Key, group => group.First().File);
        var files = before.Cases.Where(test => test.File is not null)
            .GroupBy(test => test.Name)
            .ToDictionary(group => group.Key, group => group.First().File);
        var findings = new List<TamperFinding>();
        foreach (var (name, was) in TestTransitions.ByName(before.Cases))
        {
            var file = places.GetValueOrDefault(ShortName(name)) ?? files.GetValueOrDefault(name);
            if (!now.TryGetValue(name, out var status))
            {
                findings.Add(new(Tampering.Deleted, file, name, $"{Word(was)} before, has no result after"));
            }
            else if (status == TestStatus.Skipped && was != TestStatus.Skipped)
            {
                findings.Add(new(Tampering.Skipped, file, name, $"{Word(was)} before, is skipped after"));
            }
        }
        return findings;
    }

    private static IEnumerable<TamperFinding> OfFile(FilePatch file)
    {
        var path = file.OriginalPath ?? file.Path;
        if (file.Kind is 'A' or 'C')
        {
            return [];
        }
        var read = new TestFilePatch(path, file.Hunks).Read();
        return file switch
        {
            { Kind: 'D' } => read.Where(finding => finding.Kind == Tampering.Deleted).DefaultIfEmpty(Whole(Tampering.Deleted)),
            { IsBinary: true } => [Whole(Tampering.Edited)],
            // Where runners may not look for tests any more; the results tell whether they do, if they name tests.
            { Kind: 'R' } when !TestFiles.IsTest(file.Path) =>
                [new TamperFinding(Tampering.Edited, path, null, $"the file is now {file.Path}"), .. read],
            _ => read,
        };

        TamperFinding Whole(Tampering kind) =>
            new(kind, path, null, kind == Tampering.Deleted ? "the file is deleted" : "the file is changed");
    }

    /// <summary>`N.Class.Name(x: 1)`, `module.test_x[1]`, `suite > name`: as the source calls the test.</summary>
    private static string ShortName(string name)
    {
        var suite = name.LastIndexOf(" > ", StringComparison.Ordinal);
        if (suite >= 0)
        {
            return name[(suite + " > ".Length)..];
        }
        var end = name.AsSpan().IndexOfAny('(', '[');
        var plain = end > 0 ? name[..end] : name;
        return plain.Contains(' ') ? plain : plain[(plain.AsSpan().LastIndexOfAny('.', ':') + 1)..];
    }

    private static string Word(TestStatus status) => status switch
    {
        TestStatus.Passed => "passed",
        TestStatus.Failed => "failed",
        _ => "was skipped",
    };
}
