namespace LwCoder.Platform.Files;

/// <summary>
/// A folder that git never looks into, so that `git add -A` takes nothing in it, whatever the user's own rules say.
/// </summary>
internal static class IgnoredFolder
{
    public static void Create(string path)
    {
        Directory.CreateDirectory(path);
        var rules = Path.Combine(path, ".gitignore");
        if (!File.Exists(rules))
        {
            AtomicFile.WriteText(rules, "*\n");
        }
    }
}
