namespace LwCoder.Benchmarks.Subjects;

/// <summary>lw_coder as it is released: compiled ahead of time for this system, packed, and installed from the package.</summary>
internal static class ReleasedTool
{
    /// <summary>Takes minutes the first time, as the compiler has to be restored.</summary>
    /// <returns>The program's path. LW_CODER_INSTALLED names one to measure instead.</returns>
    public static async Task<string> InstallAsync(ScratchFolder scratch)
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_INSTALLED") is { Length: > 0 } installed)
        {
            return installed;
        }
        Console.Error.WriteLine("packing and installing lw_coder as it is released");
        var (feed, home) = (scratch.MakeFolder("feed"), scratch.MakeFolder("tool-home"));
        scratch.Write(
            $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>""",
            "nuget.config");
        await Dotnet.RunAsync(
            scratch.Path,
            "pack", Path.Combine(Dotnet.RepositoryRoot, "src", "LwCoder"), "--configuration", "Release", "-p:ForRelease=true",
            "--artifacts-path", scratch["artifacts"], "--output", feed);
        await Dotnet.RunAsync(
            scratch.Path,
            new Dictionary<string, string?> { ["DOTNET_CLI_HOME"] = home, ["NUGET_PACKAGES"] = Path.Combine(home, "packages") },
            "tool", "install", "lw_coder", "--tool-path", scratch["bin"], "--configfile", scratch["nuget.config"]);
        return scratch["bin", Dotnet.ProgramName("lw_coder")];
    }
}
