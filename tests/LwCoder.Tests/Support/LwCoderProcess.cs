using System.Diagnostics;

namespace LwCoder.Tests.Support;

/// <summary>lw_coder as a process of its own, to be killed in the middle of things.</summary>
internal static class LwCoderProcess
{
    public static Process Start(
        string folder, string home, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            Environment = { ["HOME"] = home, ["USERPROFILE"] = home },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[typeof(Cli).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }
}
