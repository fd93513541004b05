namespace LwCoder.Benchmarks.Subjects;

/// <summary>The least that a .NET program can be: what starting the runtime costs anybody.</summary>
internal static class BareHello
{
    /// <returns>The program's path.</returns>
    public static async Task<string> BuildAsync(ScratchFolder scratch)
    {
        // Invariant, as lw_coder is: looking for culture data would make the yardstick longer.
        scratch.Write("""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
            </Project>
            """, "hello", "hello.csproj");
        scratch.Write("System.Console.WriteLine(\"hello\");\n", "hello", "Program.cs");
        await Dotnet.RunAsync(scratch["hello"], "build", "--configuration", "Release", "--output", scratch["hello", "out"]);
        return scratch["hello", "out", Dotnet.ProgramName("hello")];
    }
}
