using System.Text;
using LwCoder.Agents.Events;
using LwCoder.Platform.Files;

namespace LwCoder.Sessions;

/// <summary>
/// `session.jsonl`, one event a line. Each line reaches the operating system in one write, so that a killed process
/// loses at most the line it was at.
/// </summary>
internal sealed class SessionLog : IDisposable
{

    private readonly FileStream _file;
    private readonly MemoryStream _line = new();

    /// <summary>Opens the log at its end, after the last whole line's end if the one before it was cut.</summary>
    public SessionLog(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly.File;
        }
        _file = new FileStream(path, options);
        if (_file.Length > 0)
        {
            _file.Seek(-1, SeekOrigin.End);
            if (_file.ReadByte() != '\n')
            {
                _file.WriteByte((byte)'\n');
            }
        }
    }

    public void Write(SessionEvent sessionEvent)
    {
        _line.SetLength(0);
        SessionEventLine.Write(_line, sessionEvent);
        _file.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
    }

    public void Dispose() => _file.Dispose();

    /// <summary>The events of a log, which may still be written to or end in mid-line; foreign lines are passed over.</summary>
    public static IEnumerable<SessionEvent> Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (SessionEventLine.Parse(line) is { } sessionEvent)
            {
                yield return sessionEvent;
            }
        }
    }
}
