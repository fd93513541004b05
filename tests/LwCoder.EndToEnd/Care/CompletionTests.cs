using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Care;

/// <summary>Completion as a user gets it: installed, in an interactive shell, by the Tab key.</summary>
public sealed class CompletionTests
{
    [TheoryNeeding(Need.Tmux, Need.Shells)]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task After_install_the_tab_key_completes(string shell)
    {
        await using var bench = await Workbench.InitialisedAsync();
        await bench.Repository.WritePlanAsync(bench.Repository[".lw_coder", "tasks", "greet-the-world.md"], "greet-the-world");
        (await bench.RunAsync("completion", "install", shell)).ShouldEndWith(ExitCode.Done);

        // fish completes only what is on PATH. What is there now tells when it is run.
        bench.AddProgram("lw_coder", $"#!/bin/sh\ntouch '{bench.Home["has-run"]}'\n");

        await using var terminal = await TmuxTerminal.StartAsync(
            [shell, "-i"], bench.Repository.Path, bench.Environment, columns: 200);
        await terminal.SendKeysAsync("echo rea''dy", "Enter");
        await terminal.WaitForTextAsync("ready");
        await terminal.SendKeysAsync("lw_coder code --sand", "Tab", "ho", "Tab", "greet", "Tab");

        await terminal.WaitForTextAsync("lw_coder code --sandbox host greet-the-world");
        File.Exists(bench.Home["has-run"]).Should().BeFalse("no Tab may wait for .NET");
    }
}
