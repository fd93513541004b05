using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Harness;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>The terminal of the harness, tried with a shell.</summary>
public sealed class TerminalTests
{
    [FactNeeding(Need.Tmux)]
    public async Task Keys_a_new_size_and_the_exit_code_go_through()
    {
        await using var bench = await Workbench.CreateAsync();
        await using var terminal = await TmuxTerminal.StartAsync(
            ["bash", "--norc", "-c", "echo ready; read -r line; echo \"heard $line\"; until [ \"$(stty size)\" = '30 100' ]; "
                + "do sleep 0.1; done; stty size; exit 7"],
            bench.Repository.Path, bench.Environment, columns: 90, rows: 20);

        await terminal.WaitForTextAsync("ready");
        await terminal.ResizeAsync(100, 30);
        await terminal.SendKeysAsync("one two", "Enter");
        await terminal.WaitForTextAsync("heard one two");
        await terminal.WaitForTextAsync("30 100");

        (await terminal.WaitForExitAsync()).Should().Be(7);
    }

    [FactNeeding(Need.Tmux, Need.Claude)]
    public async Task Claude_resumes_a_headless_session_without_a_dialog()
    {
        await using var bench = await Workbench.CreateAsync();
        var folder = bench.Repository.Path;
        await File.WriteAllTextAsync(
            bench.Home[".claude.json"],
            $$"""{ "hasCompletedOnboarding": true, "projects": { "{{folder}}": { "hasTrustDialogAccepted": true } } }""");
        var headless = await bench.RunProgramAsync(
            folder, "claude", "-p", "Write hello.txt", "--output-format", "json",
            "--permission-mode", "acceptEdits", "--allowedTools", "Bash");
        var session = (string)JsonNode.Parse(headless.Output)!["session_id"]!;

        await using var terminal = await TmuxTerminal.StartAsync(
            ["env", "claude", "--resume", session], folder, bench.Environment);
        await terminal.WaitForTextAsync(ScriptBook.Final);
        await terminal.SayAsync("/exit");

        (await terminal.WaitForExitAsync()).Should().Be(0, await terminal.HistoryAsync());
    }
}
