using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>
/// lw_coder as a user has it: packed, and installed from the package. Done once for a test run, without network.
/// LW_CODER_INSTALLED names an installed one to test instead.
/// </summary>
internal static class InstalledTool
{
    private static readonly TempFolder Folder = new("installed");
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    static InstalledTool() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>The path of the program.</summary>
    public static Task<string> PathAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_INSTALLED") is { Length: > 0 } given)
        {
            return given;
        }
        var feed = Folder.MakeFolder("feed");
        var home = Folder.MakeFolder("home");
        await File.WriteAllTextAsync(Folder["nuget.config"], $"""
            <configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>
            """);
        await DotnetAsync(null, "pack", Path.Combine(RepositoryFolder.Path, "src", "LwCoder"), "--no-restore", "--output", feed);
        await DotnetAsync(
            home, "tool", "install", "lw_coder", "--tool-path", Folder["bin"], "--configfile", Folder["nuget.config"]);
        return Folder["bin", OperatingSystem.IsWindows() ? "lw_coder.exe" : "lw_coder"];
    }

    private static async Task DotnetAsync(string? home, params string[] arguments)
    {
        // A test host passes on variables that make a child `dotnet` behave as part of the test run.
        var environment = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["MSBuildSDKsPath"] = null };
        if (home is not null)
        {
            environment["DOTNET_CLI_HOME"] = environment["HOME"] = home;
            environment["NUGET_PACKAGES"] = Path.Combine(home, "packages");
        }
        var dotnet = new ProcessSpec("dotnet", arguments) { Environment = environment, WorkingDirectory = Folder.Path };
        var output = await Limited.RunAsync(dotnet, TimeSpan.FromMinutes(7));
        output.ExitCode.Should().Be(0, "dotnet {0} said {1}{2}", arguments[0], output.Output, output.Error);
    }
}
