using LwCoder.Platform.Files;

namespace LwCoder.Training;

/// <summary>
/// Puts whole samples in place. A sample is written beside the others into a folder git does not see and moved to its name
/// when it is complete. Where one is replaced, the old one steps aside first: whoever is killed between the two moves leaves
/// it there, and the next to look puts it back.
/// </summary>
internal sealed class SampleFolder(string trainingData)
{
    private const string Old = ".old";
    private const string New = ".new";

    private readonly string _workshop = Path.Combine(trainingData, ".exporting");

    public string PathOf(string planId) => Path.Combine(trainingData, planId);

    /// <returns>False when the sample was there, byte for byte.</returns>
    public async Task<bool> PutAsync(string planId, IReadOnlyDictionary<string, byte[]> files, CancellationToken cancel)
    {
        if (Paths.IsLink(trainingData))
        {
            throw new UserError($"{trainingData} is a link, and samples would leave the repository", "replace it with a folder");
        }
        Directory.CreateDirectory(trainingData);
        IgnoredFolder.Create(_workshop);
        using var alone = await FileLock.AcquireAsync(Path.Combine(_workshop, planId + ".lock"), cancel);
        Recover(planId);
        var target = PathOf(planId);
        if (Directory.Exists(target) && IsSame(target, files))
        {
            return false;
        }
        var (old, fresh) = (Aside(planId, Old), Aside(planId, New));
        Write(fresh, files);
        cancel.ThrowIfCancellationRequested();
        if (Directory.Exists(target))
        {
            Directory.Move(target, old);
        }
        Directory.Move(fresh, target);
        Remove(old);
        return true;
    }

    /// <summary>Brings back a sample whose replacement was killed, and removes what it left. For who holds the lock.</summary>
    private void Recover(string planId)
    {
        var old = Aside(planId, Old);
        if (Directory.Exists(old) && !Directory.Exists(PathOf(planId)))
        {
            Directory.Move(old, PathOf(planId));
        }
        Remove(old);
        Remove(Aside(planId, New));
    }

    /// <summary>Brings back every sample whose replacement was killed, for readers. Cheap where there is none.</summary>
    public async Task RecoverAllAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(_workshop))
        {
            return;
        }
        foreach (var old in Directory.GetDirectories(_workshop, "*" + Old))
        {
            var planId = Path.GetFileName(old)[..^Old.Length];
            using var alone = await FileLock.AcquireAsync(Path.Combine(_workshop, planId + ".lock"), cancel);
            Recover(planId);
        }
    }

    private string Aside(string planId, string suffix) => Path.Combine(_workshop, planId + suffix);

    private static void Write(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        foreach (var (name, content) in files)
        {
            var path = Path.Combine([folder, .. name.Split('/')]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // To disk before the folder gets its name.
            AtomicFile.WriteBytes(path, content);
        }
    }

    private static bool IsSame(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        var there = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Paths.WithSlashes(Path.GetRelativePath(folder, file))).ToHashSet(StringComparer.Ordinal);
        return there.SetEquals(files.Keys)
            && files.All(file => File.ReadAllBytes(Path.Combine(folder, file.Key)).AsSpan().SequenceEqual(file.Value));
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
