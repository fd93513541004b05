namespace LwCoder.EndToEnd.Harness;

/// <summary>A folder of a test's own that goes when the test is over.</summary>
internal sealed class TempFolder : IDisposable
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TempFolder(string purpose = "test")
    {
        Path = Directory.CreateTempSubdirectory($"lw_coder-{purpose}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // Tests that become another user have to pass through.
            File.SetUnixFileMode(Path, Passable);
        }
    }

    public string Path { get; }

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public string MakeFolder(params string[] parts) => Directory.CreateDirectory(this[parts]).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // A program that is still dying writes there. It is a temp folder; the test's verdict matters more.
        }
    }
}
