using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>The `dotnet` command, which makes the programs that are measured.</summary>
internal static class Dotnet
{
    /// <summary>The checkout this program was built from.</summary>
    public static string RepositoryRoot { get; } = FindRepositoryRoot();

    public static async Task RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        // `dotnet run` passes on what makes a child `dotnet` behave as part of it.
        var own = new Dictionary<string, string?> { ["MSBuildSDKsPath"] = null, ["MSBUILDDISABLENODEREUSE"] = "1" };
        var dotnet = new ProcessSpec("dotnet", arguments)
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?>([.. own, .. environment]),
        };
        var output = await new ProcessRunner().RunAsync(dotnet, CancellationToken.None);
        if (!output.Succeeded)
        {
            throw new InvalidOperationException($"{dotnet} failed: {output.Output}{output.Error}");
        }
    }

    public static Task RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string?>(), arguments);

    /// <summary>The file name of a program that dotnet has made.</summary>
    public static string ProgramName(string name) => OperatingSystem.IsWindows() ? name + ".exe" : name;

    private static string FindRepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LwCoder.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout of lw_coder");
        }
        return folder;
    }
}
