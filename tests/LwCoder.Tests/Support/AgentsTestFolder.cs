namespace LwCoder.Tests.Support;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class AgentsTestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lw_coder-agents-").FullName;

    public string this[string name] => System.IO.Path.Combine([Path, .. name.Split('/')]);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public bool Has(string name) => File.Exists(this[name]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
