using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Code;

/// <summary>`lw_coder code` in a real terminal.</summary>
public sealed class InteractiveTests
{
    /// <summary>
    /// Stands in for droid, whose terminal mode needs a Factory login: records how it was started, then reads keys.
    /// </summary>
    private const string StubDroid =
        """
        #!/bin/bash
        { printf 'argument %s\n' "$@"; echo "cwd $PWD"; echo "home $HOME"; stty size; } > droid-started.txt
        trap 'echo interrupted >> droid-started.txt' INT
        trap 'stty size >> droid-started.txt' WINCH
        echo stub ready
        # bash runs a trap only between two commands, hence the short waits, which may end in the middle of a line.
        line=
        while true; do
            read -r -t 0.1 part
            waited=$?
            line+=$part
            ((waited > 128)) && continue
            case $line in
                exit*) exit "${line#exit }" ;;
            esac
            line=
        done
        """;

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task Claude_goes_on_in_the_terminal_after_its_headless_phase()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await using var terminal = await bench.OpenAsync(Workbench.CodeArguments("claude-code"));

        await terminal.WaitForTextAsync("shift+tab to cycle");
        await terminal.WaitForTextAsync(ScriptBook.Final);
        await terminal.SayAsync("/exit");

        (await terminal.WaitForExitAsync()).Should().Be(0, await terminal.HistoryAsync());
        bench.Repository.IsInWorktree(ScriptBook.HelloFile).Should().BeTrue();
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    [FactNeeding(Need.Claude, Need.Tmux)]
    public async Task What_is_said_in_the_terminal_is_in_the_record()
    {
        const string Said = "Thanks, that was all.";
        await using var bench = await Workbench.InitialisedAsync();
        await using var terminal = await bench.OpenAsync([.. Workbench.CodeArguments("claude-code"), "--sandbox", "host"]);

        await terminal.WaitForTextAsync("shift+tab to cycle");
        await terminal.SayAsync(Said);
        await Limited.UntilAsync(() => Task.FromResult(IsAnswered(bench.Repository.LatestRun(), Said)), terminal.HistoryAsync);
        await terminal.SayAsync("/exit");

        (await terminal.WaitForExitAsync()).Should().Be(0, await terminal.HistoryAsync());
        var run = bench.Repository.LatestRun();
        run.Events.Where(happened => (string?)happened["kind"] == "message" && (string?)happened["text"] == Said)
            .Should().ContainSingle();
        run.Events.Where(happened => (string?)happened["kind"] == "tool_call").Select(call => (string?)call["id"])
            .Should().HaveCount(2).And.OnlyHaveUniqueItems();
        run.Trace.Should().Contain($"User\n\n{Said}\n");
        run.Manifest["tokens"]!["in"]!.GetValue<long>().Should().Be(
            run.Events.Where(happened => (string?)happened["kind"] == "usage" && happened["id"] is null)
                .Max(usage => usage["in"]!.GetValue<long>()));
    }

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task Droid_starts_with_one_line_that_names_the_prompt_and_with_our_terminal()
    {
        await using var bench = await WithStubImageAsync();
        await using var terminal = await bench.OpenAsync(Workbench.CodeArguments("droid"));
        await terminal.WaitForTextAsync("stub ready");

        // docker listens for a new size only some time after it has passed on the first.
        await StubSaysAsync(bench, "40 120", () => Task.CompletedTask);
        await StubSaysAsync(bench, "30 100", async () =>
        {
            await terminal.ResizeAsync(101, 30);
            await terminal.ResizeAsync(100, 30);
        });
        await terminal.SendKeysAsync("C-c");
        await StubSaysAsync(bench, "interrupted", () => Task.CompletedTask);
        await terminal.SendKeysAsync("exit 0", "Enter");

        await terminal.WaitForExitAsync();
        var started = await StartedAsync(bench);
        started.Should().MatchRegex("(?m)^argument .*/tmp/lw_coder/main_prompt.md")
            .And.Contain("cwd /workspace").And.Contain("home /home/droiduser");
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task The_agents_exit_code_is_kept()
    {
        await using var bench = await WithStubImageAsync();
        await using var terminal = await bench.OpenAsync(Workbench.CodeArguments("droid"));
        await terminal.WaitForTextAsync("stub ready");

        await terminal.SendKeysAsync("exit 7", "Enter");

        (await terminal.WaitForExitAsync()).Should().NotBe(0);
        bench.Repository.LatestRun().Fact("agent_exit_code").Should().Be("7");
    }

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task Stock_droid_reaches_its_login_screen()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await using var terminal = await bench.OpenAsync(Workbench.CodeArguments("droid"));

        await terminal.WaitForTextAsync("Please login with your Factory account");
        await terminal.WaitForTextAsync("Exit");
        await terminal.SendKeysAsync("Down");
        await terminal.WaitForTextAsync("> Exit");
        await terminal.SendKeysAsync("Enter");

        await terminal.WaitForExitAsync();
        (await bench.ContainersAsync()).Should().BeEmpty();
    }

    [FactNeeding(Need.Docker, Need.Tmux)]
    public async Task The_shells_terminal_is_as_before()
    {
        await using var bench = await WithStubImageAsync();
        var program = await InstalledTool.PathAsync();
        await using var terminal = await TmuxTerminal.StartAsync(
            ["bash", "-c", "before=$(stty -g); \"$@\"; [ \"$(stty -g)\" = \"$before\" ] && echo terminal kept", "bash", program,
                .. Workbench.CodeArguments("droid")],
            bench.Repository.Path, bench.Environment);
        await terminal.WaitForTextAsync("stub ready");

        await terminal.SendKeysAsync("exit 0", "Enter");

        await terminal.WaitForTextAsync("terminal kept");
    }

    private static async Task<Workbench> WithStubImageAsync()
    {
        var bench = await Workbench.InitialisedAsync();
        await File.WriteAllTextAsync(bench.Repository["droid-stub"], StubDroid);
        // The stock list keeps everything out of the build.
        await File.WriteAllTextAsync(bench.Repository[".lw_coder", ".dockerignore"], "");
        await bench.AddToImageAsync(
            "USER root", "COPY droid-stub /opt/lw_coder/bin/droid", "RUN chmod 755 /opt/lw_coder/bin/droid", "USER droiduser");
        return bench;
    }

    /// <summary>In the transcript, from which the record is taken.</summary>
    private static bool IsAnswered(RunFolder run, string said)
    {
        var transcripts = new DirectoryInfo(Path.Combine(run.Path, "home", ".claude", "projects"))
            .EnumerateFiles("*.jsonl", SearchOption.AllDirectories).Select(file => File.ReadAllText(file.FullName));
        return transcripts.Any(text => text.IndexOf(said, StringComparison.Ordinal) is >= 0 and var asked
            && text.IndexOf(ScriptBook.Final, asked, StringComparison.Ordinal) >= 0);
    }

    /// <param name="again">What makes it say so, done until it has.</param>
    private static Task StubSaysAsync(Workbench bench, string text, Func<Task> again) => Limited.UntilAsync(
        async () =>
        {
            await again();
            return (await StartedAsync(bench)).Contains(text, StringComparison.Ordinal);
        },
        async () => $"the stub did not say '{text}' but\n{await StartedAsync(bench)}");

    private static Task<string> StartedAsync(Workbench bench) =>
        File.ReadAllTextAsync(Path.Combine(bench.Repository.Worktree, "droid-started.txt"));
}
