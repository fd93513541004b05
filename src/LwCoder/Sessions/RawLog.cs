using System.Text;
using LwCoder.Platform.Processes;

namespace LwCoder.Sessions;

/// <summary>
/// `agent.log`: everything the agent printed, secrets removed, for the day its output is no JSON and nobody knows why. Bounded:
/// an agent in a loop must not fill the disk.
/// </summary>
internal sealed class RawLog(string path, Redactor redactor) : IAsyncDisposable
{
    private const long MostBytes = 64 * 1024 * 1024;
    private const int LongestLine = 256 * 1024;

    private readonly StreamWriter _file = new(path, append: true, new UTF8Encoding(false));
    private long _written;

    public void Write(OutputLine line)
    {
        if (_written > MostBytes)
        {
            return;
        }
        var text = redactor.Redact(line.Text.Length > LongestLine ? line.Text[..LongestLine] + " …" : line.Text);
        _written += text.Length;
        _file.Write(line.IsError ? "! " : "  ");
        _file.WriteLine(_written > MostBytes ? "… the rest is not kept" : text);
        _file.Flush();
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
