using LwCoder.Agents.Mini;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Models;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Caching;

namespace LwCoder.Commands.Demo;

/// <summary>
/// Makes a real repository of `examples/quickstart` in a folder of its own, and has lw_coder carry out the plan in it and learn
/// from that. Only the model's answers are scripted; agent, sandbox, worktree, run, tests, commit and candidate are real.
/// </summary>
/// <param name="lwCoder">Runs a command line of lw_coder in a folder, with these models in place of the configured ones, and
/// with <paramref name="cache"/> for its cache.</param>
/// <param name="hasImage">Whether docker can run the sample at once.</param>
/// <param name="cache">What demos were answered. It outlives them, so that the next one finds its prompts written.</param>
internal sealed class DemoHandler(
    GitCli git,
    Func<string, ILanguageModels?, string[], CancellationToken, Task<int>> lwCoder,
    Func<CancellationToken, Task<bool>> hasImage,
    PromptCache cache,
    TextWriter narration,
    TimeProvider time)
{
    private const string PlanId = "add-up-durations";

    /// <summary>Each demo leaves the turns of its agent behind, which no other one asks for.</summary>
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(30);

    public async Task<int> RunAsync(DemoOptions options, CancellationToken cancel)
    {
        narration.WriteLine(options.WithModel
            ? "Everything here is real; the answers are your configured model's, and may cost something."
            : "Everything here is real but the model: its answers are scripted.");
        var start = time.GetTimestamp();
        cache.Prune(maxAge: LongestKept);
        var folder = Directory.CreateTempSubdirectory("lw_coder-demo-").FullName;
        var repository = Path.Combine(folder, "repository");
        ILanguageModels? models = options.WithModel ? null : new ScriptedModels(cache);
        var (isOver, isKept) = (false, options.Keep);
        try
        {
            await MakeRepositoryAsync(repository, cancel);
            var exitCode = await StepAsync("init");
            AtomicFile.WriteText(
                Path.Combine(StateFolder.Of(repository, StateFolder.Tasks), $"{PlanId}.md"),
                EmbeddedFiles.Read("quickstart/plan.md"));
            var sandbox = await ChooseSandboxAsync(repository, options, cancel);
            exitCode = exitCode != 0
                ? exitCode
                : await StepAsync(
                    "code", PlanId, "--tool", MiniAgent.Name, "--prompts", "generated", "--sandbox", sandbox, "--headless");
            if (exitCode == 0)
            {
                await StepAsync("runs", "diff", PlanId);
                exitCode = await StepAsync(
                    "eval", PlanId, "--headless", "--verdict", "accept",
                    "--feedback", "Does what I asked, tests first. I would have named the units in README.md only once.");
            }
            if (exitCode == 0)
            {
                exitCode = await StepAsync("train", "--tool", MiniAgent.Name);
            }
            if (exitCode == 0)
            {
                exitCode = await StepAsync("candidates", "diff", "1");
            }
            isOver = true;
            isKept |= exitCode != 0;
            Conclude(exitCode == 0, isKept, repository, time.GetElapsedTime(start));
            return exitCode;
        }
        finally
        {
            if (!isKept || !isOver)
            {
                RemoveFolder(folder);
            }
        }

        Task<int> StepAsync(params string[] arguments)
        {
            narration.WriteLine();
            narration.WriteLine($"$ {CommandLineText.Of(["lw_coder", .. arguments])}");
            return lwCoder(repository, models, arguments, cancel);
        }
    }

    private void Conclude(bool isDone, bool isKept, string repository, TimeSpan took)
    {
        narration.WriteLine();
        narration.WriteLine(isDone
            ? $"In {took.TotalSeconds:0} s the plan {PlanId} became a commit on a branch of its own: tests first, then the code, "
                + "run until they passed, recorded step by step. Then judges scored it, its tests ran without it and with "
                + "it, and all of that became a sample, from which better prompts were learnt: a candidate. 'lw_coder "
                + "candidates compare' would try it on past plans, 'lw_coder candidates promote' make it the active one."
            : $"After {took.TotalSeconds:0} s the plan {PlanId} is not carried out; what happened stands above.");
        narration.WriteLine(isKept
            ? $"It is all in {repository}: see it with 'cd {repository}', then 'lw_coder runs show' and 'lw_coder runs logs'."
            : "Its repository was temporary and is removed; 'lw_coder demo --keep' leaves it for you to look at.");
        narration.WriteLine("Next: go to a project of yours and type 'lw_coder init'.");
    }

    /// <summary>Docker where it costs no time, the host otherwise; what the user said in any case.</summary>
    private async Task<string> ChooseSandboxAsync(string repository, DemoOptions options, CancellationToken cancel)
    {
        if (options.Sandbox == "host")
        {
            return options.Sandbox;
        }
        var canStartAtOnce = await hasImage(cancel);
        var dockerfile = StateFolder.Of(repository, StateFolder.Dockerfile);
        if (canStartAtOnce)
        {
            File.Delete(dockerfile);
        }
        else if (options.Sandbox == "docker")
        {
            AtomicFile.WriteText(dockerfile, EmbeddedFiles.Read("quickstart/code.Dockerfile"));
        }
        else if (options.WithModel)
        {
            // A script we know may run on the host unasked; what a model thinks of may not.
            throw new UserError(
                "there is no image that the demo could use at once, and a model's commands do not run on your machine unasked",
                "add --sandbox docker, which builds an image, or --sandbox host", ExitCode.Usage);
        }
        return canStartAtOnce ? "docker" : options.Sandbox ?? "host";
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

    /// <summary>git writes its objects read-only, which Windows takes at its word.</summary>
    private static void RemoveFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", FolderWalk.Tree))
            {
                file.Attributes = FileAttributes.Normal;
            }
        }
        Directory.Delete(folder, recursive: true);
    }
}
