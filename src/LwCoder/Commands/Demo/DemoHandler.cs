using LwCoder.Git;
using LwCoder.Platform.Files;

namespace LwCoder.Commands.Demo;

/// <summary>
/// Makes a real repository of `examples/quickstart` in a folder of its own and has lw_coder carry out the plan in it. Only the
/// agent's choices are scripted; worktree, run, tests and commit are real.
/// </summary>
/// <param name="lwCoder">Runs a command line of lw_coder in a folder, with the scripted agent in place of every other.</param>
internal sealed class DemoHandler(
    GitCli git, Func<string, string[], CancellationToken, Task<int>> lwCoder, TextWriter narration, TimeProvider time)
{
    private const string PlanId = "add-up-durations";

    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancel)
    {
        narration.WriteLine("This is real but for one thing: instead of a model, a script decides what the agent does next.");
        var start = time.GetTimestamp();
        var folder = Directory.CreateTempSubdirectory("lw_coder-demo-").FullName;
        var repository = Path.Combine(folder, "repository");
        try
        {
            await MakeRepositoryAsync(repository, cancel);
            await StepAsync(repository, cancel, "init");
            AtomicFile.WriteText(
                Path.Combine(repository, ".lw_coder", "tasks", $"{PlanId}.md"), EmbeddedFiles.Read("quickstart/plan.md"));
            var exitCode = await StepAsync(repository, cancel, "code", PlanId, "--sandbox", "host", "--headless");
            await StepAsync(repository, cancel, "runs", "diff", PlanId);
            narration.WriteLine();
            narration.WriteLine($"That took {time.GetElapsedTime(start).TotalSeconds:0} s. "
                + (options.Keep ? $"Look around in {repository}." : "With --keep the repository stays, to look around in it."));
            narration.WriteLine("Next: go to a project of yours and type 'lw_coder init'.");
            return exitCode;
        }
        finally
        {
            if (!options.Keep)
            {
                RemoveFolder(folder);
            }
        }
    }

    private async Task MakeRepositoryAsync(string repository, CancellationToken cancel)
    {
        foreach (var file in EmbeddedFiles.Under("quickstart/repository"))
        {
            var path = Path.Combine(repository, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteText(path, EmbeddedFiles.Read($"quickstart/repository/{file}"));
        }
        await git.RunAsync(repository, cancel, "init", "--quiet", "--initial-branch=main");
        foreach (var (name, value) in new[] { ("user.name", "lw_coder demo"), ("user.email", "demo@localhost") })
        {
            await git.RunAsync(repository, cancel, "config", name, value);
        }
        await git.RunAsync(repository, cancel, "add", "--all");
        await git.RunAsync(repository, cancel, "commit", "--quiet", "--message", "Start");
    }

    private Task<int> StepAsync(string repository, CancellationToken cancel, params string[] arguments)
    {
        narration.WriteLine();
        narration.WriteLine($"$ lw_coder {string.Join(' ', arguments)}");
        return lwCoder(repository, arguments, cancel);
    }

    /// <summary>git writes its objects read-only, which Windows takes at its word.</summary>
    private static void RemoveFolder(string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }
        Directory.Delete(folder, recursive: true);
    }
}
