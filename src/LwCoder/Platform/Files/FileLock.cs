using System.Diagnostics;

namespace LwCoder.Platform.Files;

/// <summary>
/// An exclusive lock between processes, held by keeping a file open. The system releases it when its holder dies,
/// however it dies. For sections of milliseconds: what is long gets a lease instead.
/// </summary>
internal sealed class FileLock : IDisposable
{
    /// <summary>
    /// Long enough for many who wait in line on a busy machine: who dies lets go at once, so only a process that was stopped
    /// keeps somebody waiting for so long.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <param name="path">A file made for the purpose; it stays behind, empty. Its folder must exist.</param>
    public static async Task<FileLock> AcquireAsync(string path, CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path) && waited.Elapsed < Patience)
            {
                await Task.Delay(10, cancel);
            }
            catch (IOException held) when (File.Exists(path))
            {
                throw new UserError(
                    $"another lw_coder has held the lock {path} for {Patience.TotalSeconds:0} s",
                    "see whether a stopped lw_coder process is left, end it and try again",
                    cause: held);
            }
        }
    }

    /// <summary>For work that takes long and whose holder may be killed, so that nobody waits for it.</summary>
    /// <returns>Null when another process has it.</returns>
    public static FileLock? TryAcquire(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
