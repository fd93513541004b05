namespace LwCoder.Benchmarks.Subjects;

/// <summary>Builds a .NET program of one file and nothing besides: what the runtime itself costs anybody.</summary>
internal static class BareProgram
{
    /// <returns>The program's path.</returns>
    public static async Task<string> BuildAsync(ScratchFolder scratch, string name, string source)
    {
        // Invariant, as lw_coder is: looking for culture data would make the yardstick longer.
        scratch.Write("""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """, name, $"{name}.csproj");
        scratch.Write(source, name, "Program.cs");
        await Dotnet.RunAsync(scratch[name], "build", "--configuration", "Release", "--output", scratch[name, "out"]);
        return scratch[name, "out", Dotnet.ProgramName(name)];
    }
}
