namespace LwCoder.Tests.Support;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class SandboxTempFolder : IDisposable
{
    /// <param name="suffix">Odd characters for the folder's name.</param>
    public SandboxTempFolder(string suffix = "")
    {
        Path = Directory.CreateTempSubdirectory("lw-sandbox-").FullName;
        if (suffix.Length > 0)
        {
            Path = Directory.CreateDirectory(System.IO.Path.Combine(Path, suffix)).FullName;
            _root = Directory.GetParent(Path)!.FullName;
        }
    }

    private readonly string? _root;

    public string Path { get; }

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string path, string text)
    {
        var full = this[path];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public string Folder(string path) => Directory.CreateDirectory(this[path]).FullName;

    public void Dispose() => Directory.Delete(_root ?? Path, recursive: true);
}
