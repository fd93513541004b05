namespace LwCoder.Sandboxes;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramPath
{
    /// <returns>The full path, or null when the program is not on PATH.</returns>
    public static string? Find(string program, IReadOnlyDictionary<string, string> environment) =>
        OnPath(program, environment)
        // Git for Windows has a POSIX shell, though not on PATH: `Git\cmd\git.exe` and `Git\bin\sh.exe`.
        ?? (OperatingSystem.IsWindows() && program == "sh" && OnPath("git", environment) is { } git
            && Path.GetFullPath(Path.Combine(git, "..", "..", "bin", "sh.exe")) is var shell && File.Exists(shell)
                ? shell
                : null);

    private static string? OnPath(string program, IReadOnlyDictionary<string, string> environment)
    {
        var endings = OperatingSystem.IsWindows()
            ? environment.GetValueOrDefault("PATHEXT", ".EXE;.CMD").Split(';')
            : [""];
        return (
            from folder in environment.GetValueOrDefault("PATH", "").Split(Path.PathSeparator)
            where Path.IsPathFullyQualified(folder)
            from ending in endings
            let path = Path.Combine(folder, program + ending)
            where File.Exists(path) && IsExecutable(path)
            select path).FirstOrDefault();
    }

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
