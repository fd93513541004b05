using System.Text;
using LwCoder.Platform.Terminal;

namespace LwCoder.Sessions.Setup;

/// <summary>Shows each line a command prints, and keeps it in `setup.log`. Secrets are taken out of both.</summary>
internal sealed class SetupLog(string path, Narrator narrator, Redactor redactor) : IDisposable
{
    private const long MostBytes = 16 * 1024 * 1024;

    private readonly Lock _lock = new();
    private StreamWriter? _file = new(path, append: true, new UTF8Encoding(false)) { AutoFlush = true };
    private long _written;

    public void Begin(string what) => Keep($"--- {what}");

    public void Write(string line)
    {
        var clean = redactor.Redact(line);
        narrator.Agent(clean);
        Keep(clean);
    }

    /// <summary>What a command that was ended still prints afterwards is not kept.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Keep(string line)
    {
        lock (_lock)
        {
            if (_written <= MostBytes)
            {
                _written += line.Length;
                _file?.WriteLine(_written > MostBytes ? "… the rest is not kept" : line);
            }
        }
    }
}
