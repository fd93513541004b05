namespace LwCoder.Tests.Support;

/// <summary>A temporary folder with a tasks folder in it; gone when disposed of.</summary>
internal sealed class PlanFolder : IDisposable
{
    public PlanFolder() => Directory.CreateDirectory(Tasks);

    public string Root { get; } = Directory.CreateTempSubdirectory("lw_coder plans é ").FullName;

    public string Tasks => Path.Combine(Root, ".lw_coder", "tasks");

    public string InTasks(string name, string text) => Write(Path.Combine(Tasks, name), text);

    public string Here(string name, string text) => Write(Path.Combine(Root, name), text);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static string Write(string path, string text)
    {
        File.WriteAllText(path, text);
        return path;
    }
}
