using LwCoder.Configuration;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Git;
using LwCoder.Platform.Files;
using LwCoder.Worktrees;

namespace LwCoder.Training.Replays;

/// <param name="Plan">Its text.</param>
/// <param name="PromptFolder">Where the prompt set lies.</param>
/// <param name="PromptFolderName">The tool's folder under `prompts`.</param>
/// <param name="KnownTests">What the tests of the base said in an earlier replay; null when none has run them yet.</param>
internal sealed record ReplayInputs(byte[] Plan, string PromptFolder, string PromptFolderName, string? KnownTests);

/// <summary>Puts all that a replay needs into its folder.</summary>
internal sealed class ReplayPacking(GitCli git, ReplayRepository repository)
{
    /// <exception cref="UserError">Something of it is not here.</exception>
    public async Task PackAsync(
        RepositoryFacts facts, Settings settings, ReplayJob job, ReplayInputs inputs, ReplayFolder folder,
        CancellationToken cancel)
    {
        OwnerOnly.CreateFolder(folder.Path);
        if (!folder.TryClear())
        {
            throw new UserError($"what an earlier replay left in {folder.Path} cannot be removed", "remove it yourself");
        }
        File.Delete(folder.Result);
        await repository.PackAsync(facts, job.BaseSha, folder, cancel);
        CopyState(StateFolder.Of(facts.Root), folder.State);
        Write(Path.Combine(folder.State, StateFolder.Tasks, job.PlanId + ".md"), inputs.Plan);
        // As the default, so that it is used whatever the model is called.
        FolderCopy.Copy(
            inputs.PromptFolder,
            Path.Combine(
                StateFolder.ActivePromptsIn(folder.State), inputs.PromptFolderName, Prompts.PromptFolders.DefaultVariant));
        if (inputs.KnownTests is { } known && File.Exists(known))
        {
            File.Copy(known, folder.KnownTests);
        }
        foreach (var path in await UntrackedAsync(facts, settings, cancel))
        {
            if (ContainedPath.Resolve(facts.Root, path) is { } file && File.Exists(file))
            {
                Write(Path.Combine(folder.Untracked, path), await File.ReadAllBytesAsync(file, cancel));
            }
        }
        // Last: a folder with a job is complete.
        job.Write(folder.JobFile);
    }

    /// <summary>
    /// Settings, the Dockerfile, the test command: what lies in `.lw_coder` itself and was not made at run time.
    /// </summary>
    public static IEnumerable<FileInfo> StateFiles(string stateFolder) => new DirectoryInfo(stateFolder).EnumerateFiles()
        .Where(file => file.LinkTarget is null && file.Name != "VERSION"
            && !file.Name.StartsWith("telemetry.db", StringComparison.Ordinal))
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static void CopyState(string state, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in StateFiles(state))
        {
            file.CopyTo(Path.Combine(target, file.Name));
        }
        FolderCopy.Copy(Path.Combine(state, StateFolder.Judges), Path.Combine(target, StateFolder.Judges));
    }

    private async Task<IReadOnlyList<string>> UntrackedAsync(RepositoryFacts facts, Settings settings, CancellationToken cancel)
    {
        var synced = await new SyncSource(git).FindAsync(facts.Root, SyncRules.From(settings), cancel);
        return settings.Get(CodeSettings.EnvFile) is { } own && !synced.Contains(own) ? [.. synced, own] : synced;
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteBytes(path, content, OwnerOnly.File);
    }
}
