namespace LwCoder.Agents.Scripted;

/// <summary>How this lw_coder can be started once more.</summary>
internal static class SelfCommand
{
    /// <summary>The program that runs, or `dotnet` with our assembly where that is what runs.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
        System.Environment.ProcessPath is { } program && !IsDotnet(program)
            ? [program]
            : [System.Environment.ProcessPath ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "lw_coder.dll")];

    /// <summary>What .NET needs to be found, and to be quiet.</summary>
    public static IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(
        from name in (string[])["DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "DOTNET_ROLL_FORWARD"]
        let value = System.Environment.GetEnvironmentVariable(name)
        where value is not null
        select KeyValuePair.Create(name, value))
    {
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    private static bool IsDotnet(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet";
}
