namespace LwCoder.Agents;

/// <summary>Somebody's home folder. Names of files in it are relative, with `/`.</summary>
internal abstract class Home(string root)
{
    /// <summary>Nobody's login or settings are larger.</summary>
    private const long LargestFile = 16 * 1024 * 1024;

    public string Root { get; } = root;

    public string PathOf(string name) => Path.Combine([Root, .. name.Split('/')]);

    /// <summary>The content, or null for a missing, empty or absurdly large file.</summary>
    public abstract byte[]? Read(string name);

    protected static byte[]? ReadFile(string path)
    {
        var file = new FileInfo(path);
        // A named pipe, which would block us, has no length either.
        return file.Exists && file.Length is > 0 and <= LargestFile ? File.ReadAllBytes(path) : null;
    }
}
