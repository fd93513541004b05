namespace LwCoder.Benchmarks.Subjects;

/// <summary>The least that a .NET program can be: what starting the runtime costs anybody.</summary>
internal static class BareHello
{
    /// <returns>The program's path.</returns>
    public static Task<string> BuildAsync(ScratchFolder scratch) =>
        BareProgram.BuildAsync(scratch, "hello", "Console.WriteLine(\"hello\");\n");
}
