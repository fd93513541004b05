using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Eval;

/// <summary>`eval --talk` in a real terminal with the real Claude Code, in a container and on the host.</summary>
public sealed class FeedbackTalkTests
{
    /// <summary>The folders lie at the root of a container, and on the host beside the agent's worktree.</summary>
    private const string WriteWords =
        "at=/; test -d /output || at=../; grep -q '^+hello' ${at}input/ai_changes.patch && grep -q 0.50 "
        + "${at}input/judge_code-reuse.md && printf -- '---\\nverdict: "
        + "accept\\n---\\nIt greets.\\n' > ${at}output/human_feedback.md";

    [FactNeeding(Need.Docker, Need.Tmux)]
    public Task In_a_container_a_talk_becomes_feedback() => TalkAsync("docker");

    [FactNeeding(Need.Claude, Need.Bwrap, Need.Tmux)]
    public Task On_the_host_a_talk_becomes_feedback() => TalkAsync("host");

    private static async Task TalkAsync(string sandbox)
    {
        await using var bench = await Workbench.InitialisedAsync();
        await File.AppendAllTextAsync(
            bench.Repository[".lw_coder", "config.toml"], "[eval]\ntest_command = 'test -e hello.txt'\n");
        bench.Server.AddAnswer("judge", _ =>
            "<<<criteria>>>\n[]\n\n<<<feedback>>>\nAs scripted.\n\n<<<score>>>\n0.5\n\n<<<end of answer>>>");
        bench.Environment["OPENROUTER_BASE_URL"] = bench.Server.Address("judge") + "/v1";
        bench.Environment["OPENROUTER_API_KEY"] = "sk-dummy";
        (await bench.CodeAsync("claude-code", "--sandbox", sandbox)).ShouldEndWith(ExitCode.Done);
        bench.Server.AddShellScript("talk", WriteWords);
        bench.Follow("talk");

        await using var terminal = await bench.OpenAsync("eval", "plan.md", "--talk", "--sandbox", sandbox);
        await terminal.WaitForTextAsync(ScriptBook.Final);
        await terminal.SayAsync("/exit");

        (await terminal.WaitForExitAsync()).Should().Be(0, await terminal.HistoryAsync());
        File.ReadAllText(bench.Repository[".lw_coder", "training_data", ScratchRepository.PlanId, "human_feedback.md"])
            .Should().Be("---\nverdict: accept\n---\nIt greets.\n");
        var session =
            Directory.GetDirectories(bench.Repository[".lw_coder", "plan-traces", "feedback"]).Should().ContainSingle().Subject;
        File.ReadAllText(Path.Combine(session, "trace.md")).Should().Contain(ScriptBook.Final);
        Directory.Exists(Path.Combine(session, "worktree")).Should().BeFalse();
        (await bench.ContainersAsync()).Should().BeEmpty();
    }
}
