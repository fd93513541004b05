using System.Globalization;
using LwCoder.Platform.Files;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Extensions.Logging;

namespace LwCoder.Platform.Logging;

/// <summary>
/// The file of the day in the log folder, by Serilog behind Microsoft.Extensions.Logging. This is the only class that
/// loads either. Several lw_coder processes write to the same file.
/// </summary>
internal sealed partial class LogFile : IDisposable
{
    private const int DaysKept = 30;
    private const string Name = "lw_coder-";
    private const string Extension = ".log";

    /// <summary>The entry's own time: it may have waited.</summary>
    private const string Line = "{At:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Process} {Text:l}{NewLine}";

    private readonly SerilogLoggerFactory _factory;
    private readonly Microsoft.Extensions.Logging.ILogger _logger;

    private LogFile(string path, Serilog.Core.Logger logger)
    {
        Path = path;
        _factory = new SerilogLoggerFactory(logger, dispose: true);
        _logger = _factory.CreateLogger("lw_coder");
    }

    public string Path { get; }

    /// <exception cref="IOException">The folder or its file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static LogFile Open(string folder, TimeProvider time)
    {
        OwnerOnly.CreateFolder(folder);
        var day = time.GetLocalNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var path = System.IO.Path.Combine(folder, Name + day + Extension);
        CheckWritable(path);
        return new LogFile(path, new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.File(
                System.IO.Path.Combine(folder, Name + Extension),
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: DaysKept,
                fileSizeLimitBytes: null,
                shared: true)
            .CreateLogger());
    }

    public void Write(DateTimeOffset at, LogLevel level, string text) => WriteLine(
        _logger,
        level switch
        {
            LogLevel.Debug => Microsoft.Extensions.Logging.LogLevel.Debug,
            LogLevel.Information => Microsoft.Extensions.Logging.LogLevel.Information,
            LogLevel.Warning => Microsoft.Extensions.Logging.LogLevel.Warning,
            _ => Microsoft.Extensions.Logging.LogLevel.Error,
        },
        at,
        Environment.ProcessId,
        text);

    public void Dispose() => _factory.Dispose();

    /// <summary>Serilog keeps its failures to itself, so a file it could not open has to be found out here.</summary>
    private static void CheckWritable(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly.File;
        }
        new FileStream(path, options).Dispose();
    }

    [LoggerMessage("{At} {Process} {Text}")]
    private static partial void WriteLine(
        Microsoft.Extensions.Logging.ILogger logger,
        Microsoft.Extensions.Logging.LogLevel level,
        DateTimeOffset at,
        int process,
        string text);
}
