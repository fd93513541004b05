namespace LwCoder.Tests.Support;

/// <summary>A folder of a test's own, in memory where the system offers that.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = TestFolders.Create("lw-test-");

    public string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string relative, string text)
    {
        var file = In(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
