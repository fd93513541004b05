using LwCoder.Git;
using LwCoder.Judges;

namespace LwCoder.Tests.Judges;

public sealed class EvidenceCheckTests
{
    private static readonly Dictionary<string, int> AtBase = new()
    {
        ["old.cs"] = 100, ["gone.cs"] = 5, ["other.cs"] = 7, ["[id].ts"] = 3,
    };

    private static readonly IReadOnlyList<FilePatch> Change = PatchReader.Read(new StringReader("""
        diff --git a/old.cs b/new.cs
        rename from old.cs
        rename to new.cs
        @@ -10,2 +10,3 @@
         a
        -b
        +c
        +d
        diff --git a/gone.cs b/gone.cs
        deleted file mode 100644
        @@ -1,2 +0,0 @@
        -a
        -b
        diff --git a/added.cs b/added.cs
        new file mode 100644
        @@ -0,0 +1 @@
        +a
        """.ReplaceLineEndings("\n")));

    [Theory]
    [InlineData("new.cs", 11, "Change")]
    [InlineData("new.cs", null, "Change")]
    [InlineData("old.cs", 11, "Change")]
    [InlineData("b/new.cs", 12, "Change")]
    [InlineData(" `./new.cs` ", 10, "Change")]
    [InlineData("new.cs", 101, "Repository")]
    [InlineData("new.cs", 102, "Missing")]
    [InlineData("new.cs", 0, "Missing")]
    [InlineData("gone.cs", 2, "Change")]
    [InlineData("gone.cs", 5, "Repository")]
    [InlineData("gone.cs", 6, "Missing")]
    [InlineData("added.cs", 1, "Change")]
    [InlineData("added.cs", 2, "Missing")]
    [InlineData("other.cs", 7, "Repository")]
    [InlineData("other.cs", null, "Repository")]
    [InlineData("other.cs", 8, "Missing")]
    [InlineData("[id].ts", 3, "Repository")]
    [InlineData("invented.cs", 1, "Missing")]
    [InlineData("invented.cs", null, "Missing")]
    [InlineData("", 1, "Missing")]
    public async Task A_cited_line_is_looked_up(string file, int? line, string place)
    {
        var check = new EvidenceCheck(Change, (paths, _) => Task.FromResult<IReadOnlyDictionary<string, int>>(
            paths.Where(AtBase.ContainsKey).ToDictionary(path => path, path => AtBase[path])));

        var cited = new JudgeCriterion("c", Verdict.Met, "r", [new JudgeCitation(file, line)]);
        var criteria = await check.CheckAsync([cited], default);

        criteria.Single().Evidence.Single().Place.ToString().Should().Be(place);
    }
}
