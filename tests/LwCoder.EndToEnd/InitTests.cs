using System.Diagnostics;
using System.Text.Json;
using LwCoder.EndToEnd.Harness;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd;

/// <summary>`lw_coder init` as it is installed: ended at any moment, repeated, and told what to do by flags.</summary>
public sealed class InitTests
{
    private const string Mine = "mine, and nobody else's\n";

    /// <summary>How many times it is ended: at the start, and evenly over the time that it takes.</summary>
    private const int Moments = 16;

    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Ended_at_any_moment_it_leaves_whole_files_and_the_next_one_does_the_rest(string signal)
    {
        await using var whole = await Workbench.CreateAsync();
        await InstalledTool.PathAsync();
        var clock = Stopwatch.StartNew();
        (await whole.RunAsync("init")).ShouldEndWith(ExitCode.Done);
        var took = clock.Elapsed;
        var expected = Files(whole);

        var unfinished = 0;
        for (var moment = 0; moment < Moments; moment++)
        {
            await using var bench = await Workbench.CreateAsync();
            await WriteAsync(bench, ".gitignore", "bin/\r\n");
            await WriteAsync(bench, ".lw_coder/judges/security.md", Mine);
            await WriteAsync(bench, ".lw_coder/optimized_prompts/claude-code-cli/opus/main.md", Mine);

            await EndAfterAsync(bench, took * moment / Moments, signal, "init");

            var found = Files(bench);
            unfinished += found.ContainsKey(".lw_coder/VERSION") ? 0 : 1;
            found.Should().OnlyContain(file => !expected.ContainsKey(file.Key)
                || file.Value == expected[file.Key] || file.Value == Mine
                || file.Key == ".gitignore" || file.Key == ".lw_coder/VERSION");
            (await bench.RunAsync("init")).ShouldEndWith(ExitCode.Done);
            var files = Files(bench);
            files.Keys.Should().BeEquivalentTo(expected.Keys.Append(".lw_coder/judges/security.md"));
            files[".lw_coder/judges/security.md"].Should().Be(Mine);
            files[".lw_coder/prompts/active/claude-code-cli/opus/main.md"].Should().Be(Mine);
            files[".gitignore"].Should().StartWith("bin/\r\n\r\n# lw_coder cache and temporary files\r\n");
        }
        unfinished.Should().BePositive("some of them have to be ended before they are through");
    }

    [Fact]
    public async Task Killed_while_it_replaces_files_it_loses_nothing_that_somebody_wrote()
    {
        await using var whole = await Workbench.InitialisedAsync();
        var clock = Stopwatch.StartNew();
        (await whole.RunAsync("init", "--force", "--yes")).ShouldEndWith(ExitCode.Done);
        var took = clock.Elapsed;
        for (var moment = 0; moment < Moments; moment += 2)
        {
            await using var bench = await Workbench.InitialisedAsync();
            string[] mine = [".lw_coder/judges/code-reuse.md", ".lw_coder/prompts/active/droid/default/main.md"];
            foreach (var path in mine)
            {
                await WriteAsync(bench, path, Mine);
            }

            await EndAfterAsync(bench, took * moment / Moments, "KILL", "init", "--force", "--yes");

            foreach (var path in mine)
            {
                var name = path[".lw_coder/".Length..];
                Files(bench).Where(file => file.Key == path || file.Key.EndsWith(name, StringComparison.Ordinal))
                    .Should().Contain(file => file.Value == Mine);
            }
            (await bench.RunAsync("init", "--force", "--yes")).ShouldEndWith(ExitCode.Done);
            Files(bench)[mine[0]].Should().NotBe(Mine);
        }
    }

    [Fact]
    public async Task Without_a_person_force_needs_yes()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await WriteAsync(bench, ".lw_coder/judges/code-reuse.md", Mine);

        (await bench.RunAsync("init", "--force")).ShouldEndWith(ExitCode.NeedsPerson).Error.Should().Contain("--yes");
        Files(bench)[".lw_coder/judges/code-reuse.md"].Should().Be(Mine);

        var run = (await bench.RunAsync("--json", "init", "--force", "--yes")).ShouldEndWith(ExitCode.Done);
        using var answer = JsonDocument.Parse(run.Output);
        answer.RootElement.GetProperty("saved").GetString().Should().StartWith(".lw_coder/replaced/");
        (await bench.Repository.GitAsync("status", "--porcelain", "-uall")).Should().NotContain("replaced");
    }

    [FactNeeding(Need.Tmux)]
    public async Task A_person_is_asked_unless_no_input_is_wanted()
    {
        await using var bench = await Workbench.InitialisedAsync();
        await WriteAsync(bench, ".lw_coder/judges/code-reuse.md", Mine);

        await using (var refused = await bench.OpenAsync("--no-input", "init", "--force"))
        {
            (await refused.WaitForExitAsync()).Should().Be((int)ExitCode.NeedsPerson);
        }
        await using var terminal = await bench.OpenAsync("init", "--force");
        await terminal.WaitForTextAsync("Replace 1 file of the judges");
        await terminal.SendKeysAsync("y", "Enter");
        (await terminal.WaitForExitAsync()).Should().Be((int)ExitCode.Done);
        Files(bench)[".lw_coder/judges/code-reuse.md"].Should().NotBe(Mine);
    }

    private static async Task EndAfterAsync(Workbench bench, TimeSpan delay, string signal, params string[] arguments)
    {
        await using var running = await bench.StartAsync(arguments);
        await Task.Delay(delay);
        await bench.RunProgramAsync("/", "kill", $"-{signal}", $"{running.Id}");
        await running.Exited.WaitAsync(Limited.Patience);
    }

    private static async Task WriteAsync(Workbench bench, string path, string text)
    {
        var file = bench.Repository[path.Split('/')];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text);
    }

    /// <summary>The repository's `.gitignore` and `.lw_coder`, by path, but unfinished files.</summary>
    private static Dictionary<string, string> Files(Workbench bench) =>
        Directory.EnumerateFiles(bench.Repository.Path, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None,
        })
            .Select(file => (Path: Path.GetRelativePath(bench.Repository.Path, file).Replace('\\', '/'), File: file))
            .Where(file => file.Path.StartsWith(".gitignore", StringComparison.Ordinal)
                || file.Path.StartsWith(".lw_coder/", StringComparison.Ordinal))
            .Where(file => !file.Path.EndsWith(".tmp", StringComparison.Ordinal))
            .ToDictionary(file => file.Path, file => File.ReadAllText(file.File));
}
