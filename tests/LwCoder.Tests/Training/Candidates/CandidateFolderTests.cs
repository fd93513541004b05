using LwCoder.Tests.Support;
using LwCoder.Training.Candidates;
using LwCoder.Training.Trainer;

namespace LwCoder.Tests.Training.Candidates;

public sealed class CandidateFolderTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_next_number_follows_the_largest_and_a_gap_is_never_filled()
    {
        _folder.Write("candidates/mini/default/candidate-004/main.md", "Something.");
        _folder.Write("candidates/mini/default/candidate-x/main.md", "Something.");

        (await WriteAsync("Do it.")).Name.ToString().Should().Be("mini/default/candidate-005");
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_no_candidate_and_in_nobodys_way()
    {
        _folder.Write("candidates/.writing/mini.default/main.md", "Half");
        _folder.Write("candidates/.writing/mini.default/stray.md", "Half");

        var written = await WriteAsync("Do it.");

        written.Name.Number.Should().Be(1);
        Directory.EnumerateFiles(written.Path).Select(Path.GetFileName).Should()
            .BeEquivalentTo("main.md", "keeper.md", "ANALYSIS.md");
        File.ReadAllText(_folder.In("candidates", ".writing", ".gitignore")).Should().Be("*\n");
    }

    [Fact]
    public async Task A_name_that_is_a_path_is_never_written()
    {
        var write = () => WriteAsync("Do it.", "../../../evil");

        await write.Should().ThrowAsync<InvalidOperationException>();
        Directory.EnumerateFiles(_folder.Path, "evil*", SearchOption.AllDirectories).Should().BeEmpty();
        (await WriteAsync("Do it.")).Name.Number.Should().Be(1);
    }

    [UnixFact]
    public async Task A_link_in_the_way_is_refused()
    {
        var elsewhere = Directory.CreateDirectory(_folder.In("elsewhere")).FullName;
        Directory.CreateDirectory(_folder.In("candidates"));
        Directory.CreateSymbolicLink(_folder.In("candidates", "mini"), elsewhere);

        var write = () => WriteAsync("Do it.");

        (await write.Should().ThrowAsync<UserError>()).Which.Message.Should().Contain("is a link");
        Directory.EnumerateFileSystemEntries(elsewhere).Should().BeEmpty();
    }

    private Task<WrittenCandidate> WriteAsync(string main, string subagent = "keeper")
    {
        var prompts = new CandidatePrompts(main, [new SubagentDefinition(subagent, "Keeps.", "Keep.")], "Because.");
        var origin = new CandidateOrigin(
            DateTimeOffset.UnixEpoch, "mini", "default", "m", "ba5e", prompts.ToSet().Fingerprint, "all", 0, ["one"], 0,
            "cached");
        return new CandidateFolder(_folder.In("candidates"), "mini", "default").WriteAsync(prompts, origin, default);
    }
}
