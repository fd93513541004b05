using System.Text;

namespace LwCoder.Platform.Processes;

/// <summary>The shell for commands a person has written: `sh`, on Windows PowerShell, which every Windows has.</summary>
internal static class SystemShell
{
    public static ProcessSpec Command(string script) => OperatingSystem.IsWindows()
        ? new ProcessSpec("powershell", ["-NoProfile", "-NonInteractive", "-EncodedCommand", Encode(script)])
        : new ProcessSpec("sh", ["-c", script]);

    /// <summary>As PowerShell takes a script in one word: base64, so that no quoting rule of the system touches it.</summary>
    public static string Encode(string script) => Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
}
