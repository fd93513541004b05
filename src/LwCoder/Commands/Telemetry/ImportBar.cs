using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Platform.Terminal;
using LwCoder.Recording.Import;

namespace LwCoder.Commands.Telemetry;

/// <summary>
/// Shows on stderr how far an import is, in bytes: a bar that is redrawn on a terminal, a line now and then elsewhere. Complaints
/// are lines of their own.
/// </summary>
/// <param name="isTerminal">Stderr is one.</param>
internal sealed class ImportBar(TextWriter error, Narrator narrator, bool isTerminal, TimeProvider time) : IImportProgress
{
    private const int Width = 30;

    /// <summary>Whatever is wrong, a screen full is enough; the answer counts the rest, and the store has all of it.</summary>
    private const int MostComplaints = 50;

    private readonly Lock _lock = new();
    private long _total;
    private long _done;
    private long _start;
    private long _shown;
    private int _complaints;
    private bool _isDrawn;

    private TimeSpan Pause => TimeSpan.FromSeconds(isTerminal ? 0.1 : 10);

    public void Begin(int units, long bytes)
    {
        (_total, _start, _shown) = (bytes, time.GetTimestamp(), time.GetTimestamp());
        if (units == 0)
        {
            narrator.Warn("no sessions found there; docs/importing.md says which folder to name");
            return;
        }
        narrator.Step(string.Create(CultureInfo.InvariantCulture, $"{units} sessions found, {ByteSize.Format(bytes)}"));
    }

    public void Advance(long bytes)
    {
        lock (_lock)
        {
            _done += bytes;
            if (time.GetElapsedTime(_shown) >= Pause)
            {
                _shown = time.GetTimestamp();
                Draw();
            }
        }
    }

    public void Complain(ImportProblem problem)
    {
        lock (_lock)
        {
            Wipe();
            if (++_complaints <= MostComplaints)
            {
                Tell(problem);
            }
            else if (_complaints == MostComplaints + 1)
            {
                narrator.Warn("more files have problems; --json lists all of them");
            }
        }
    }

    public void End()
    {
        lock (_lock)
        {
            Wipe();
        }
    }

    private void Tell(ImportProblem problem)
    {
        var text = $"{problem.Path}: {(problem.Trouble == ImportTrouble.Damaged ? "" : "skipped, ")}{problem.What}";
        if (problem.Trouble == ImportTrouble.Empty)
        {
            narrator.Step(text);
        }
        else
        {
            narrator.Warn(text);
        }
    }

    private void Draw()
    {
        var seconds = time.GetElapsedTime(_start).TotalSeconds;
        var rate = seconds > 0 ? (long)(_done / seconds) : 0;
        var share = _total > 0 ? Math.Min(1, (double)_done / _total) : 1;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{share * 100,3:0}%  {ByteSize.Format(_done)} of {ByteSize.Format(_total)}, {ByteSize.Format(rate)}/s");
        if (!isTerminal)
        {
            narrator.Step(text);
            return;
        }
        var filled = (int)(share * Width);
        error.Write($"\r[{new string('#', filled)}{new string('.', Width - filled)}] {text}\e[K");
        _isDrawn = true;
    }

    private void Wipe()
    {
        if (_isDrawn)
        {
            error.Write("\r\e[K");
            _isDrawn = false;
        }
    }
}
