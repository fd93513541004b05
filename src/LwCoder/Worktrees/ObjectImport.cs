using LwCoder.Git;

namespace LwCoder.Worktrees;

/// <summary>
/// Takes commits out of a session's object store into the host's. The host packs them in its own repository, with
/// the session's store as a place to look for objects, and checks every object before it has a name here.
/// </summary>
internal sealed class ObjectImport(GitCli git, RepositoryFacts facts)
{
    /// <summary>Bytes of one pack. More than any agent's work; less than what fills a disk unnoticed.</summary>
    private const string MaximumPack = "8589934592";

    private static readonly string[] NoShortcuts =
        ["core.commitGraph=false", "core.multiPackIndex=false", "pack.useBitmaps=false", "pack.writeReverseIndex=false"];

    /// <summary>Which of the objects are in the host's repository, with their types.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TypesAsync(IEnumerable<string> objects, CancellationToken cancel)
    {
        var output = await git.RunAsync(
            new GitCall(facts.CommonDirectory, "cat-file", "--batch-check=%(objectname) %(objecttype)")
            {
                Input = string.Concat(objects.Select(id => id + "\n")),
                Environment = new Dictionary<string, string?> { ["GIT_NO_REPLACE_OBJECTS"] = "1" },
            },
            cancel);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words is [_, not "missing"])
            .DistinctBy(words => words[0])
            .ToDictionary(words => words[0], words => words[1]);
    }

    /// <param name="tips">Commits or tags of the session.</param>
    /// <param name="known">Commits the host has with all their history.</param>
    /// <returns>Null on success, else git's words about what is missing, damaged or forbidden.</returns>
    public async Task<string?> ImportAsync(
        PrivateGit session, IReadOnlyCollection<string> tips, IReadOnlyCollection<string> known, CancellationToken cancel)
    {
        RemoveLeads(session);
        string? packFailure = null;
        var pack = new GitCall(
            facts.CommonDirectory, "pack-objects", "--revs", "--stdout", "--thin", "--delta-base-offset", "-q")
        {
            Settings = NoShortcuts,
            Input = string.Concat(tips.Select(tip => tip + "\n").Concat(known.Select(tip => $"^{tip}\n"))),
            Environment = new Dictionary<string, string?>
            {
                ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = AlternateStores.Quote(session.ObjectsDirectory),
                ["GIT_NO_REPLACE_OBJECTS"] = "1",
            },
        };
        var store = new GitCall(
            facts.CommonDirectory, "index-pack", "--strict", "--fix-thin", "--stdin", $"--max-input-size={MaximumPack}")
        {
            WriteInput = async (input, stop) =>
            {
                var pumping = Task.CompletedTask;
                var packed = await git.AskAsync(
                    pack with { ReadOutput = (output, _) => pumping = PumpAsync(output, input, stop) }, stop);
                // The runner waits only so long for a reader, and index-pack may be slow to take the last bytes.
                await pumping;
                packFailure = packed.Succeeded ? null : GitCli.Words(packed);
            },
        };
        var stored = await git.AskAsync(store, cancel);
        return packFailure ?? (stored.Succeeded ? null : GitCli.Words(stored));
    }

    /// <summary>
    /// When index-pack has given up, pack-objects must still be read to its end, or it never ends.
    /// </summary>
    private static async Task PumpAsync(Stream from, Stream to, CancellationToken cancel)
    {
        try
        {
            await from.CopyToAsync(to, cancel);
        }
        catch (IOException)
        {
            // The reader's exit code tells why it closed its end.
            await from.CopyToAsync(Stream.Null, cancel);
        }
    }

    /// <summary>Whatever would make git look for objects elsewhere, or believe something about them unchecked.</summary>
    private static void RemoveLeads(PrivateGit session)
    {
        var info = Path.Combine(session.ObjectsDirectory, "info");
        if (Directory.Exists(info))
        {
            foreach (var name in (string[])["alternates", "http-alternates", "commit-graph"])
            {
                File.Delete(Path.Combine(info, name));
            }
        }
    }
}
