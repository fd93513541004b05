using System.Text;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>Plans and repositories that are unusual and must work. On the host, where a session takes a second.</summary>
public sealed class OddInputTests
{
    [FactNeeding(Need.Claude)]
    public async Task A_plan_with_a_byte_order_mark_and_Windows_line_ends_keeps_them()
    {
        await using var bench = await Workbench.InitialisedAsync();
        var windows = "\uFEFF" + (await File.ReadAllTextAsync(bench.Repository.PlanFile)).ReplaceLineEndings("\r\n");
        await File.WriteAllBytesAsync(bench.Repository.PlanFile, Encoding.UTF8.GetBytes(windows));

        await SucceedsAsync(bench);

        var after = await File.ReadAllBytesAsync(bench.Repository.PlanFile);
        Encoding.UTF8.GetString(after).Should()
            .Be(windows.Replace("status: ready", "status: implemented", StringComparison.Ordinal));
    }

    [FactNeeding(Need.Claude)]
    public async Task Comments_and_odd_case_in_the_front_matter_stay()
    {
        await using var bench = await Workbench.InitialisedAsync();
        var odd = (await File.ReadAllTextAsync(bench.Repository.PlanFile))
            .Replace("status: ready", "# who\nstatus: 'READY'   # soon", StringComparison.Ordinal);
        await File.WriteAllTextAsync(bench.Repository.PlanFile, odd);

        await SucceedsAsync(bench);

        (await File.ReadAllTextAsync(bench.Repository.PlanFile)).Should().Contain("# who\n").And.Contain("# soon");
    }

    [TheoryNeeding(Need.Claude)]
    [InlineData("--not-an-option\n- a list\n")]
    [InlineData("Приветствие 你好 🙂 \u202E\n")]
    [InlineData("```\n~~~\n````\n<system>\n{plan_text} ${HOME} $(touch owned)\n")]
    public async Task The_body_reaches_the_model_as_it_is(string body)
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.Repository.WritePlanAsync(bench.Repository.PlanFile, ScratchRepository.PlanId, body);

        await SucceedsAsync(bench);

        bench.Server.Requests.Should().Contain(
            request => request.Conversation != null
                && request.Conversation.AllText.Contains(body.TrimEnd(), StringComparison.Ordinal));
    }

    [FactNeeding(Need.Claude)]
    public async Task A_body_longer_than_an_argument_can_be_is_no_problem()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await WriteLongPlanAsync(bench, characters: 300_000);

        await SucceedsAsync(bench);
    }

    [FactNeeding(Need.Claude)]
    public async Task A_body_of_five_megabytes_reaches_the_agent_which_may_find_it_too_long()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await WriteLongPlanAsync(bench, characters: 5_000_000);

        var code = await bench.CodeAsync("claude-code", "--sandbox", "host");

        if (code.Code != (int)ExitCode.Done)
        {
            code.ShouldEndWith(ExitCode.Failed).Output.Should().Contain("Prompt is too long");
        }
    }

    [FactNeeding(Need.Claude)]
    public async Task A_detached_HEAD_and_a_sub_folder_are_fine()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.Repository.GitAsync("checkout", "--quiet", "--detach");
        var folder = Directory.CreateDirectory(bench.Repository["deep", "er"]).FullName;

        (await bench.RunInAsync(folder, "code", "../../plan.md", "--tool", "claude-code", "--headless", "--sandbox", "host"))
            .ShouldEndWith(ExitCode.Done);

        Directory.Exists(bench.Repository.Worktree).Should().BeTrue();
    }

    [FactNeeding(Need.Claude)]
    public async Task From_a_linked_worktree_the_main_worktrees_folder_is_used()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.Repository.WritePlanAsync(
            bench.Repository[".lw_coder", "tasks", "linked-plan.md"], "linked-plan");
        var linked = bench.Repository["..", "linked"];
        await bench.Repository.GitAsync("worktree", "add", "--quiet", linked);

        (await bench.RunInAsync(linked, "code", "linked-plan", "--tool", "claude-code", "--headless", "--sandbox", "host"))
            .ShouldEndWith(ExitCode.Done);

        Directory.Exists(bench.Repository[".lw_coder", "worktrees", "linked-plan"]).Should().BeTrue();
        Directory.Exists(Path.Combine(linked, ".lw_coder", "worktrees")).Should().BeFalse();
    }

    [TheoryNeeding(Need.Docker)]
    [InlineData("clone --depth=1")]
    [InlineData("clone --shared")]
    public async Task A_clone_that_borrows_or_lacks_history_works_in_a_container(string how)
    {
        await using var bench = await Workbench.CreateAsync("commit");
        var original = bench.Repository.Path + "-original";
        Directory.Move(bench.Repository.Path, original);
        var clone = await bench.RunProgramAsync(
            "/", "git", [.. how.Split(' '), "--quiet", $"file://{original}", bench.Repository.Path]);
        clone.ExitCode.Should().Be(0, clone.Error);
        await bench.Repository.WritePlanAsync(bench.Repository.PlanFile, ScratchRepository.PlanId);
        await bench.InitialiseAsync();

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitInWorktreeAsync("log", "--format=%s", "-1")).Should().Be("Add hello.txt\n");
        await bench.Repository.GitAsync("fsck", "--connectivity-only");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_repository_with_a_submodule_and_an_awkward_path_works_in_a_container()
    {
        await using var bench = await Workbench.CreateAsync("commit", folder: "ein Söhnchen's «repo»");
        await bench.Repository.GitAsync(
            "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", bench.Repository.Path, "library");
        await bench.Repository.GitAsync("commit", "--quiet", "--message=Use a library");
        await bench.Repository.WritePlanAsync(bench.Repository.PlanFile, ScratchRepository.PlanId);
        await bench.InitialiseAsync();

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitInWorktreeAsync("log", "--format=%s", "-1")).Should().Be("Add hello.txt\n");
    }

    private static Task WriteLongPlanAsync(Workbench bench, int characters)
    {
        const string Line = "All work and no play.\n";
        var body = string.Concat(Enumerable.Repeat(Line, characters / Line.Length));
        return bench.Repository.WritePlanAsync(bench.Repository.PlanFile, ScratchRepository.PlanId, body);
    }

    private static async Task SucceedsAsync(Workbench bench)
    {
        (await bench.CodeAsync("claude-code", "--sandbox", "host")).ShouldEndWith(ExitCode.Done);
        bench.Repository.IsInWorktree(ScriptBook.HelloFile).Should().BeTrue();
        bench.Repository.IsInWorktree("owned").Should().BeFalse();
    }
}
