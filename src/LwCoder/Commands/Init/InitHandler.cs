using System.Text;
using LwCoder.Configuration;
using LwCoder.Prompts.Versions;
using LwCoder.Templates;

namespace LwCoder.Commands.Init;

/// <summary>
/// Gives a repository what lw_coder needs. What is there stays, unless the user asks for the stock files again; what
/// init did not install it never touches. All of it happens or nothing; killed in the middle, every file is whole and the
/// next init does the rest.
/// </summary>
/// <param name="ask">Null where nobody can be asked.</param>
internal sealed class InitHandler(
    Func<CancellationToken, Task<string>> repositoryRoot,
    TextWriter output,
    TextWriter narration,
    Func<string, bool>? ask,
    TimeProvider time)
{
    public async Task<int> RunAsync(InitOptions options, CancellationToken cancel)
    {
        // Loading what hashes takes as long as asking git: side by side.
        var hashing = Task.Run(() => StockFiles.All().Select(file => file.Hash).ToList(), CancellationToken.None);
        var root = await repositoryRoot(cancel);
        var files = new RepositoryFiles(root);
        var swap = new PromptSwap(StateFolder.Of(root));
        using var alone = swap.HasEverRun ? await swap.EnterAsync(cancel) : null;
        await hashing;
        var moves = OldPrompts.Find(files);
        var stock = StockInventory.Read(
            files, moves.Select(move => move.To).ToHashSet(StringComparer.Ordinal), options.Force ? [] : Promoted(swap));
        var renewed = options.Force ? new Renewal(narration, ask, options.Yes).Choose(stock) : [];
        var report = new InitReport { Moved = moves };
        try
        {
            // First, so that no later step can leave a cache that shows up in `git status`.
            report.IgnoredEntries = IgnoreTemporaryFiles(files);
            Move(files, moves, cancel);
            report.Saved = Save(files, renewed, cancel);
            await WriteAsync(files, stock, renewed, report, cancel);
            WriteRecord(files, stock, renewed);
        }
        catch (Exception failed)
        {
            if (files.Undo() is { Count: > 0 } left)
            {
                throw new UserError(
                    $"{failed.Message}; and not everything could be put back as it was: {string.Join("; ", left)}",
                    "run 'lw_coder init' again when the cause is gone: it finds out what is missing", cause: failed);
            }
            throw;
        }
        report.WriteTo(output, narration, options.Json);
        return (int)ExitCode.Done;
    }

    /// <summary>Prompt sets that are what somebody promoted, and not what we installed.</summary>
    private static IReadOnlyCollection<string> Promoted(PromptSwap swap)
    {
        var changes = swap.History.Read();
        return [.. changes.Select(change => change.Name).Distinct()
            .Where(name => PromptHistory.Undoable(changes, name) is not null).Select(name => $".lw_coder/prompts/active/{name}")];
    }

    private static IReadOnlyList<string> IgnoreTemporaryFiles(RepositoryFiles files)
    {
        files.RefuseLink(".gitignore");
        files.RemoveLeftovers("");
        // Bytes as characters, so that whatever the encoding is, writing them back changes nothing.
        var (text, added) = IgnoreBlock.AddTo(Encoding.Latin1.GetString(files.Read(".gitignore") ?? []));
        if (added.Count > 0)
        {
            files.Replace(".gitignore", Encoding.Latin1.GetBytes(text));
        }
        return added;
    }

    private static void Move(RepositoryFiles files, IReadOnlyList<OldPrompts.Move> moves, CancellationToken cancel)
    {
        foreach (var move in moves)
        {
            cancel.ThrowIfCancellationRequested();
            files.Move(move.From, move.To);
        }
        files.RemoveEmptyFolders(OldPrompts.Folder);
    }

    /// <summary>Keeps a copy of what is about to be replaced and somebody wrote.</summary>
    /// <returns>The copies' folder; null when there was nothing to keep.</returns>
    private string? Save(RepositoryFiles files, IReadOnlyList<StockItem> renewed, CancellationToken cancel)
    {
        var folder = $".lw_coder/replaced/{time.GetUtcNow():yyyyMMdd_HHmmss}";
        var saved = false;
        foreach (var item in renewed.Where(item => item.State == StockState.Customised))
        {
            cancel.ThrowIfCancellationRequested();
            if (files.Read(item.Path) is { } content)
            {
                files.TryCreate(".lw_coder/replaced/.gitignore", "*\n"u8.ToArray());
                saved |= files.TryCreate($"{folder}/{item.File.Path}", content);
            }
        }
        return saved ? folder : null;
    }

    /// <summary>Several at a time, because a file waits for the disk most of its time.</summary>
    private static async Task WriteAsync(
        RepositoryFiles files,
        StockInventory stock,
        IReadOnlyCollection<StockItem> renewed,
        InitReport report,
        CancellationToken cancel)
    {
        foreach (var folder in stock.Items.Select(item => RepositoryFiles.FolderOf(item.Path)).Distinct())
        {
            files.RemoveLeftovers(folder);
        }
        var fates = new InitReport.Fate[stock.Items.Count];
        await Parallel.ForAsync(0, fates.Length, cancel, (index, _) =>
        {
            fates[index] = Write(files, stock.Items[index], renewed.Contains(stock.Items[index]));
            return ValueTask.CompletedTask;
        });
        for (var index = 0; index < fates.Length; index++)
        {
            report.Add(stock.Items[index], fates[index]);
        }
    }

    private static InitReport.Fate Write(RepositoryFiles files, StockItem item, bool renew)
    {
        var content = Encoding.UTF8.GetBytes(item.File.Text);
        if (renew)
        {
            files.Replace(item.Path, content);
            return InitReport.Fate.Renewed;
        }
        return files.TryCreate(item.Path, content) ? InitReport.Fate.Created : InitReport.Fate.Kept;
    }

    private static void WriteRecord(RepositoryFiles files, StockInventory stock, IReadOnlyCollection<StockItem> renewed)
    {
        var record = stock.RecordAfter(renewed);
        if (!record.HasSameHashes(stock.Record))
        {
            files.Replace(StockInventory.RecordPath, record.ToJson(ToolVersion.Text));
        }
    }
}
