using System.Text.Json;
using System.Text.Json.Serialization;
using LwCoder.Platform.Files;

namespace LwCoder.Worktrees;

/// <summary>
/// What was, or is about to be, copied into a worktree. It lies with the worktree's part of the git directory, where no
/// container can write, and is written before the first file is put in place: whoever is killed, the next one knows.
/// </summary>
/// <param name="Folders">Those made for the files, outer ones first.</param>
internal sealed record SyncRecord(IReadOnlyList<SyncedFile> Files, IReadOnlyList<string> Folders)
{
    /// <exception cref="UserError">It is damaged.</exception>
    public static SyncRecord? Read(string gitDirectory)
    {
        var path = PathIn(gitDirectory);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), SyncJson.Default.SyncRecord);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            throw new UserError(
                $"the list of files copied into the worktree is damaged: {damaged.Message}",
                $"remove such files from the worktree yourself, then delete {path}",
                cause: damaged);
        }
    }

    /// <summary>The copies that are still in a worktree: an agent has changed them, or its session was killed.</summary>
    public static IReadOnlyList<string> PathsIn(string gitDirectory) =>
        [.. Read(gitDirectory)?.Files.Select(file => file.Path) ?? []];

    /// <summary>An empty one removes the file.</summary>
    public void Write(string gitDirectory)
    {
        if (Files.Count == 0 && Folders.Count == 0)
        {
            File.Delete(PathIn(gitDirectory));
        }
        else
        {
            AtomicFile.WriteBytes(
                PathIn(gitDirectory), JsonSerializer.SerializeToUtf8Bytes(this, SyncJson.Default.SyncRecord), OwnerOnly.File);
        }
    }

    /// <summary>Where copies are made before they are moved into place.</summary>
    public static string StageIn(string gitDirectory) => Path.Combine(gitDirectory, "lw_coder-sync");

    private static string PathIn(string gitDirectory) => Path.Combine(gitDirectory, "lw_coder-sync.json");
}

/// <param name="Path">Relative to the worktree, with `/`.</param>
/// <param name="Sha256">Of the content; null for a link.</param>
/// <param name="Link">Where it leads, as it is written; null for a file.</param>
internal sealed record SyncedFile(string Path, long Length, string? Sha256, string? Link);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(SyncRecord))]
internal sealed partial class SyncJson : JsonSerializerContext;
