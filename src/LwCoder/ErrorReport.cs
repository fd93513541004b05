using LwCoder.Platform.Logging;
using LwCoder.Platform.Terminal;

namespace LwCoder;

/// <summary>What a person reads when a command fails: what, why, the fix, and where more can be read.</summary>
internal sealed class ErrorReport(TextWriter output, ActivityLog log, bool withStack)
{
    public ExitCode Interrupted(Exception thrown)
    {
        log.Write(LogLevel.Debug, "interrupted");
        output.WriteLine("lw_coder: interrupted");
        WriteStack(thrown);
        return ExitCode.Interrupted;
    }

    /// <summary>Something a person can put right. The log hears of it only if the command had got as far as having one.</summary>
    public ExitCode Mistake(UserError error)
    {
        log.Write(LogLevel.Debug, () => $"{error.Message} (exit code {(int)error.ExitCode})\n{error.StackTrace}");
        output.WriteLine($"lw_coder: {TerminalText.Lines(error.Message)}");
        if (error.Hint is { } hint)
        {
            output.WriteLine($"  fix: {TerminalText.Lines(hint)}");
        }
        if (log.Path is { } path)
        {
            output.WriteLine($"  log: {path}");
        }
        WriteStack(error);
        return error.ExitCode;
    }

    /// <summary>Anything else that is thrown is our fault. Its stack is kept where the user can find it.</summary>
    public ExitCode Bug(Exception thrown)
    {
        log.Write(LogLevel.Error, thrown.ToString());
        output.WriteLine(
            $"lw_coder: unexpected {thrown.GetType().Name}: {TerminalText.Lines(log.Redact(thrown.Message))}");
        output.WriteLine("  this is a mistake in lw_coder, not yours");
        if (log.Path is { } path)
        {
            output.WriteLine($"  fix: report it, with what {path} says about it");
        }
        if (withStack || log.Path is null)
        {
            output.WriteLine(log.Redact(thrown.ToString()));
        }
        return ExitCode.Failed;
    }

    private void WriteStack(Exception thrown)
    {
        if (withStack)
        {
            output.WriteLine(TerminalText.Lines(log.Redact(thrown.ToString())));
        }
    }
}
