using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.Platform.Logging;

/// <summary>Tells of each child process: its command line without secrets, how it ended, how long it took.</summary>
/// <param name="report">Told one line for each start or end.</param>
internal sealed class ReportedProcesses(IProcessRunner inner, Action<Func<string>> report, TimeProvider time) : IProcessRunner
{
    public async Task<ProcessOutput> RunAsync(ProcessSpec spec, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        try
        {
            var output = await inner.RunAsync(spec, cancel);
            Report(spec, start, ExitText(output.ExitCode));
            return output;
        }
        catch (Exception failed)
        {
            Report(spec, start, failed is OperationCanceledException ? "cancelled" : failed.Message);
            throw;
        }
    }

    public async Task<int> RunInTerminalAsync(ProcessSpec spec, Action<int> started, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        try
        {
            var exitCode = await inner.RunInTerminalAsync(spec, started, cancel);
            Report(spec, start, ExitText(exitCode));
            return exitCode;
        }
        catch (Exception failed)
        {
            Report(spec, start, failed is OperationCanceledException ? "cancelled" : failed.Message);
            throw;
        }
    }

    public IRunningProcess Start(ProcessSpec spec)
    {
        var start = time.GetTimestamp();
        try
        {
            var process = inner.Start(spec);
            Report(spec, start, string.Create(CultureInfo.InvariantCulture, $"started as {process.Id}"));
            return process;
        }
        catch (UserError failed)
        {
            Report(spec, start, failed.Message);
            throw;
        }
    }

    /// <summary>Keeps the words alone: what the child gets as input can be large.</summary>
    private void Report(ProcessSpec spec, long start, string end)
    {
        var took = time.GetElapsedTime(start);
        string[] words = [spec.Program, .. spec.Arguments];
        report(() => string.Create(
            CultureInfo.InvariantCulture, $"{CommandLineText.Of(words)}: {end} in {took.TotalMilliseconds:0} ms"));
    }

    private static string ExitText(int exitCode) => string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}");
}
