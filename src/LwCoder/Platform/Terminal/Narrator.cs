using System.Globalization;
using LwCoder.Platform.Logging;

namespace LwCoder.Platform.Terminal;

/// <summary>
/// Tells a person what happens, one line a step, on stderr, and the log as well. Answers go to stdout and not through here.
/// </summary>
/// <param name="log">Null where none is kept.</param>
/// <param name="elapsed">Time since the start, put before each line; null for none.</param>
internal sealed class Narrator(
    TextWriter error, ActivityLog? log = null, Verbosity verbosity = Verbosity.Normal, Func<TimeSpan>? elapsed = null)
{
    private const int LongestLine = 2000;

    public void Step(string text)
    {
        Write("", text);
        log?.Write(LogLevel.Information, text);
    }

    /// <summary>Something to know that stops nothing.</summary>
    public void Notice(string text)
    {
        Write("notice: ", text);
        log?.Write(LogLevel.Information, text);
    }

    /// <summary>Something that is not as it should be and stops nothing.</summary>
    public void Warn(string text)
    {
        Write("warning: ", text);
        log?.Write(LogLevel.Warning, text);
    }

    /// <summary>What the agent says or does; indented, so that it is never taken for our own words. Its run keeps it.</summary>
    public void Agent(string text) => Write("  | ", text);

    /// <summary>What was decided and why, for `-v`; the log has it in any case.</summary>
    public void Detail(Func<string> text) => WriteFrom(Verbosity.Detailed, text);

    /// <summary>What was done beneath, for `-vv`; the log has it in any case.</summary>
    public void Trace(Func<string> text) => WriteFrom(Verbosity.Processes, text);

    private void WriteFrom(Verbosity least, Func<string> text)
    {
        if (verbosity >= least)
        {
            Write("", log?.Redact(text()) ?? text());
        }
        log?.Write(LogLevel.Debug, text);
    }

    private void Write(string mark, string text)
    {
        var time = elapsed is null ? "" : elapsed().TotalSeconds.ToString("+0.000s ", CultureInfo.InvariantCulture);
        lock (error)
        {
            error.WriteLine(time + mark + TerminalText.OneLine(text, LongestLine));
        }
    }
}
