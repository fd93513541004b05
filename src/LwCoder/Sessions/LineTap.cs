using System.Text;

namespace LwCoder.Sessions;

/// <summary>Cuts a stream of bytes into lines while it flows; a longer line than any reader wants into several.</summary>
internal sealed class LineTap(Action<string> heard)
{
    private const int LongestLine = 16 * 1024;

    private readonly List<byte> _line = [];

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value == '\n')
            {
                Tell();
            }
            else
            {
                _line.Add(value);
                if (_line.Count == LongestLine)
                {
                    Tell();
                }
            }
        }
    }

    /// <summary>What follows the last line end.</summary>
    public void End()
    {
        if (_line.Count > 0)
        {
            Tell();
        }
    }

    private void Tell()
    {
        heard(Encoding.UTF8.GetString([.. _line]).TrimEnd('\r'));
        _line.Clear();
    }
}
