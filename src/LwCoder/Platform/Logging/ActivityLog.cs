using LwCoder.Platform.Terminal;

namespace LwCoder.Platform.Logging;

/// <summary>
/// What lw_coder did, for whoever has to find out later why. Opening the file loads a library and takes longer than many a
/// command, so it waits for the first entry above debug level; what was noted before is then written first. Nobody waits for
/// the writing but who asks for <see cref="Path"/> and <see cref="Dispose"/>. A log that cannot be written is one warning and
/// no more. Safe to use from several threads.
/// </summary>
/// <param name="open">Opens the file.</param>
/// <param name="redact">Takes secrets out.</param>
/// <param name="warn">Told once why there is no log.</param>
internal sealed class ActivityLog(
    Func<LogFile> open, Func<string, string> redact, Action<string> warn, TimeProvider time) : IDisposable
{
    /// <summary>A command that runs this many programs without a step has lost its interest in the first ones.</summary>
    private const int MostWaiting = 500;

    private const int LongestText = 20_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogEntry> _waiting = new();
    private Task _writing = Task.CompletedTask;
    private LogFile? _file;
    private bool _isWanted;
    private bool _isWriting;
    private bool _unusable;

    /// <summary>Where it is; null as long as nothing has been written.</summary>
    public string? Path
    {
        get
        {
            Finish();
            return _file?.Path;
        }
    }

    public void Write(LogLevel level, string text) => Write(level, () => text);

    public void Write(LogLevel level, Func<string> text)
    {
        var entry = new LogEntry(time.GetLocalNow(), level, text);
        lock (_lock)
        {
            if (_unusable)
            {
                return;
            }
            _waiting.Enqueue(entry);
            _isWanted |= level != LogLevel.Debug;
            if (!_isWanted)
            {
                if (_waiting.Count > MostWaiting)
                {
                    _waiting.Dequeue();
                }
            }
            else if (!_isWriting)
            {
                _isWriting = true;
                _writing = Task.Run(WriteWaiting);
            }
        }
    }

    /// <summary>The text without secrets, as the log has it.</summary>
    public string Redact(string text) => redact(text);

    public void Dispose()
    {
        Finish();
        _file?.Dispose();
    }

    /// <summary>One thread at a time.</summary>
    private void WriteWaiting()
    {
        try
        {
            _file ??= open();
            while (Next() is { } entry)
            {
                _file.Write(entry.At, entry.Level, Clean(entry.Text()));
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or UserError)
        {
            lock (_lock)
            {
                _unusable = true;
                _waiting.Clear();
            }
            warn($"no log is written: {failed.Message}");
        }
    }

    private LogEntry? Next()
    {
        lock (_lock)
        {
            _isWriting = _waiting.TryDequeue(out var entry);
            return entry;
        }
    }

    /// <summary>Waits until everything noted so far is written.</summary>
    private void Finish()
    {
        Task writing;
        lock (_lock)
        {
            writing = _writing;
        }
        writing.GetAwaiter().GetResult();
    }

    /// <summary>Redacted first: cutting could leave half of a secret that is then not recognised.</summary>
    private string Clean(string text)
    {
        var clean = TerminalText.Lines(redact(text)).ReplaceLineEndings("\n    ");
        return clean.Length <= LongestText ? clean : clean[..LongestText] + "…";
    }
}
