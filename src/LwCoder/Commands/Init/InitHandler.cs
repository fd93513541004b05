using LwCoder.Templates;

namespace LwCoder.Commands.Init;

/// <summary>
/// Adds to a repository what lw_coder needs and the repository does not have. A file that is there is never touched,
/// so init can be repeated: after it was interrupted, or after an update that brings new files.
/// </summary>
internal sealed class InitHandler(
    Func<CancellationToken, Task<string>> repositoryRoot, TextWriter output, TextWriter narration)
{
    public async Task<int> RunAsync(InitOptions _, CancellationToken cancel)
    {
        var repository = new RepositoryFiles(await repositoryRoot(cancel));
        var report = new InitReport();
        try
        {
            // First, so that no later step can leave a cache that shows up in `git status`.
            report.IgnoredEntries = IgnoreTemporaryFiles(repository);
            foreach (var file in StockFiles.All())
            {
                cancel.ThrowIfCancellationRequested();
                var path = $".lw_coder/{file.Path}";
                report.Add(path, created: repository.TryCreate(path, file.Text));
            }
        }
        finally
        {
            report.WriteTo(output);
        }
        report.WriteNextStepsTo(narration);
        return (int)ExitCode.Done;
    }

    private static IReadOnlyList<string> IgnoreTemporaryFiles(RepositoryFiles repository)
    {
        var before = repository.ReadOwnFile(".gitignore");
        var (after, added) = IgnoreBlock.AddTo(before ?? "");
        if (added.Count > 0)
        {
            repository.Replace(".gitignore", after);
        }
        return added;
    }
}
