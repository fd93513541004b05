namespace LwCoder.Benchmarks.Subjects;

/// <summary>A folder for one benchmark, gone afterwards.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lw_coder-benchmark-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public string MakeFolder(params string[] parts) => Directory.CreateDirectory(this[parts]).FullName;

    public void Write(string text, params string[] parts)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[parts])!);
        File.WriteAllText(this[parts], text);
    }

    public void Dispose()
    {
        // git writes its objects read-only, which Windows takes at its word.
        foreach (var file in new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.IsReadOnly && OperatingSystem.IsWindows())
            {
                file.IsReadOnly = false;
            }
        }
        Directory.Delete(Path, recursive: true);
    }
}
