using System.Runtime.Versioning;
using LwCoder.Tests.Support;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

[UnsupportedOSPlatform("windows")]
public sealed class ChangePatchTests
{
    [Fact]
    public async Task The_patch_makes_a_fresh_checkout_of_the_base_the_same_as_the_worktree()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("moved.txt", "1\n2\n3\n4\n5\n");
        repository.Write("gone.txt", "x\n");
        repository.Write("script.sh", "#!/bin/sh\n");
        repository.Write("crlf.txt", "a\r\nb\r\n");
        repository.Write(".gitignore", "*.log\n");
        await repository.CommitAsync("More");
        using var plan = await PlanWorktreeFixture.CreateAsync(repository);
        plan.Write("committed.txt", "c\n");
        await TemporaryRepository.CommitInAsync(plan.Path, "Committed");
        await plan.HostAsync("mv", "moved.txt", "to here.txt");
        plan.Write("staged.txt", "s\n");
        await plan.HostAsync("add", "staged.txt");
        plan.Write("staged.txt", "staged, then changed\n");
        plan.Write("crlf.txt", "a\r\nb\r\nc");
        plan.Write("sub/ünt \"räcked\"\n.txt", "u\n");
        plan.Write("ignored.log", "no\n");
        File.WriteAllBytes(Path.Combine(plan.Path, "binary.bin"), [0, 1, 2, 255, 254, 10, 0]);
        File.Delete(Path.Combine(plan.Path, "gone.txt"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(plan.Path, "script.sh"), (UnixFileMode)0b111_101_101);
        }
        File.CreateSymbolicLink(Path.Combine(plan.Path, "link"), "../../elsewhere");
        var status = await plan.HostAsync("status", "--porcelain=v2", "--find-renames");
        await HostileSettingsAsync(repository);

        var (summary, patch) = await WriteAsync(plan);

        (await plan.HostAsync("status", "--porcelain=v2", "--find-renames")).Should().Be(status);
        summary.Entries.Select(entry => $"{entry.Kind} {entry.Path}").Should().BeEquivalentTo(
            "A binary.bin", "A committed.txt", "M crlf.txt", "D gone.txt", "A link", "M script.sh", "A staged.txt",
            "A sub/ünt \"räcked\"\n.txt", "R to here.txt");
        summary.LinkTargets.Should().Equal(new Dictionary<string, string> { ["link"] = "../../elsewhere" });
        summary.Insertions.Should().Be(5);
        var fresh = Path.Combine(repository.Folder, "fresh");
        await repository.GitAsync("clone", "-q", "--no-local", repository.Root, fresh);
        await TemporaryRepository.InAsync(fresh, "checkout", "-q", plan.Worktree.BaseSha);
        await TemporaryRepository.InAsync(fresh, "apply", "--binary", "--index", patch);
        var expected = await TreeAsync(plan.Path);
        (await TreeAsync(fresh)).Should().Be(expected);
    }

    [Fact]
    public async Task Without_changes_the_patch_is_empty()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        var (summary, patch) = await WriteAsync(plan);
        summary.IsEmpty.Should().BeTrue();
        new FileInfo(patch).Length.Should().Be(0);
    }

    [Fact]
    public async Task What_lw_coder_put_there_is_left_out_and_leaves_no_trace_in_the_object_store()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        plan.Write("[secret].env", "KEY=1\n");
        plan.Write("s.env", "not excluded by the brackets\n");
        plan.Write("folder/deep/file.txt", "x\n");
        plan.Write("work.txt", "w\n");
        await plan.HostAsync("add", "[[]secret].env");
        var before = await plan.Repository.GitAsync("count-objects", "-v");

        var (summary, _) = await WriteAsync(plan, "[secret].env", "folder/deep/file.txt");

        summary.Entries.Select(entry => entry.Path).Should().BeEquivalentTo("s.env", "work.txt");
        (await plan.Repository.GitAsync("count-objects", "-v")).Should().Be(before);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".lw_coder/dspy_cache/\n")]
    [InlineData(".lw_coder/\n")]
    public async Task The_cache_is_no_change_but_what_was_committed_there_cannot_hide(string ignored)
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(plan.Repository.Root, ".git", "info", "exclude"), ignored);
        await plan.BeginSessionAsync();
        plan.Write(".lw_coder/dspy_cache/ab/entry", "x\n");
        plan.Write(".lw_coder/dspy_cache/hidden.sh", "evil\n");
        await plan.InsideAsync("add", "-f", ".lw_coder/dspy_cache/hidden.sh");
        await plan.InsideAsync("commit", "-qm", "Hide");
        await plan.HarvestAsync();

        var (summary, _) = await WriteAsync(plan);

        summary.Entries.Select(entry => entry.Path).Should().Equal(".lw_coder/dspy_cache/hidden.sh");
    }

    [Fact]
    public async Task Programs_named_by_attributes_are_not_run()
    {
        using var plan = await PlanWorktreeFixture.CreateAsync();
        var marker = Path.Combine(plan.Repository.Folder, "marker");
        plan.Write("evil.sh", $"touch '{marker}'\ncat\n");
        plan.Write(".gitattributes", "* filter=mine diff=mine\n");
        foreach (var key in (string[])["filter.mine.clean", "diff.mine.command", "diff.mine.textconv", "diff.external"])
        {
            await plan.Repository.GitAsync("config", key, "sh ./evil.sh");
        }
        await plan.EnsureAsync(plan.Worktree.BaseSha);
        var (summary, _) = await WriteAsync(plan);
        summary.Files.Should().Be(2);
        File.Exists(marker).Should().BeFalse();
    }

    private static async Task HostileSettingsAsync(TemporaryRepository repository)
    {
        foreach (var (key, value) in new[]
        {
            ("diff.noprefix", "true"), ("diff.renames", "false"), ("diff.context", "0"), ("color.ui", "always"),
            ("diff.mnemonicPrefix", "true"), ("core.quotePath", "false"), ("diff.suppressBlankEmpty", "true"),
            ("diff.orderFile", "readme.md"), ("diff.relative", "true"), ("diff.algorithm", "patience"),
        })
        {
            await repository.GitAsync("config", key, value);
        }
    }

    private static async Task<(ChangeSummary Summary, string Patch)> WriteAsync(
        PlanWorktreeFixture plan, params string[] excludes)
    {
        var patch = Path.Combine(plan.Repository.Folder, "ai_changes.patch");
        var writer = new ChangePatch(plan.Repository.Cli);
        return (await writer.WriteAsync(plan.Facts, plan.Worktree, patch, excludes, default), patch);
    }

    /// <summary>Everything in the folder as one hash; stages it.</summary>
    private static async Task<string> TreeAsync(string folder)
    {
        await TemporaryRepository.InAsync(folder, "add", "-A");
        return await TemporaryRepository.InAsync(folder, "write-tree");
    }
}
