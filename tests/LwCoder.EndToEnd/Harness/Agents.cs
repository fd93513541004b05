namespace LwCoder.EndToEnd.Harness;

/// <summary>The real coding agents on this machine.</summary>
internal static class Agents
{
    /// <summary>
    /// The folder that has them, `claude` and `droid`; null when there is none. Only pinned agents are used, never one
    /// that happens to be on PATH: a developer's own may be logged in, and differs from machine to machine.
    /// </summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable("LW_CODER_TEST_AGENTS") is { Length: > 0 } folder
        ? folder
        : null;

    public static string? Find(string program) =>
        Folder is not null && Path.Combine(Folder, program) is var path && File.Exists(path) ? path : null;
}
