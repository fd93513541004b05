using System.Globalization;
using System.Text;
using LwCoder.Configuration;
using LwCoder.Platform.Files;

namespace LwCoder.Hooks;

/// <summary>
/// `hooks.log`, in the run's folder or, for what belongs to no run, in `~/.lw_coder/logs`. Only its owner may read it: a
/// hook knows the user's whole environment.
/// </summary>
internal sealed class HookLog : IDisposable
{
    private const string Name = "hooks.log";

    /// <summary>An older file beside it is given up when it has grown as large again.</summary>
    private const long LargestFile = 8 * 1024 * 1024;

    /// <summary>Of one hook; the rest is not kept.</summary>
    private const long MostOutput = 1024 * 1024;

    private readonly StreamWriter _file;
    private long _written;

    private HookLog(string path)
    {
        Path = path;
        _file = new StreamWriter(Append(path), new UTF8Encoding(false)) { AutoFlush = true };
    }

    public string Path { get; }

    /// <exception cref="IOException">It cannot be written; so can <see cref="UnauthorizedAccessException"/> say.</exception>
    public static HookLog Open(HookVariables variables, HomeLayout home)
    {
        var folder = variables.RunDirectory;
        if (folder.Length == 0)
        {
            folder = home.LogDirectory;
            OwnerOnly.CreateFolder(folder);
        }
        var path = System.IO.Path.Combine(folder, Name);
        if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
        {
            File.Move(path, path + ".1", overwrite: true);
        }
        return new HookLog(path);
    }

    public void Begin(Hook hook, DateTimeOffset now) =>
        _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"--- {now:u} {hook.Event}: {hook.Command}"));

    public void Write(string line)
    {
        if (_written <= MostOutput)
        {
            _written += line.Length;
            _file.WriteLine(_written > MostOutput ? "… the rest is not kept" : line);
        }
    }

    public void End(string how) => _file.WriteLine($"--- {how}");

    public void Dispose() => _file.Dispose();

    private static FileStream Append(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly.File;
        }
        return new FileStream(path, options);
    }
}
