namespace LwCoder.Sandboxes;

/// <summary>Finds programs as a shell would.</summary>
internal static class ProgramPath
{
    /// <returns>The full path, or null when the program is not on PATH.</returns>
    public static string? Find(string program, IReadOnlyDictionary<string, string> environment)
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
