using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Completions;

/// <summary>
/// Puts a shell's script where the shell finds it, and takes it away again. Both can be repeated: what is right already is left
/// alone.
/// </summary>
internal sealed class CompletionInstaller(UserFolders folders)
{
    /// <returns>The files that were written; none when everything was in place.</returns>
    public IReadOnlyList<string> Install(IShell shell, CommandNode root)
    {
        var places = shell.Places(folders);
        var script = shell.Script(root);
        var written = new List<string>();
        if (!File.Exists(places.ScriptFile) || File.ReadAllText(places.ScriptFile) != script)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(places.ScriptFile)!);
            AtomicFile.WriteText(RealPath.Of(places.ScriptFile), script);
            written.Add(places.ScriptFile);
        }
        // The line comes last: it must never name a script that is not there.
        if (places is { StartFile: { } start, StartLine: { } line } && new ShellStartFile(start).Add(Latin1(line)))
        {
            written.Add(start);
        }
        return written;
    }

    /// <returns>The files that were changed or removed.</returns>
    public IReadOnlyList<string> Uninstall(IShell shell)
    {
        var places = shell.Places(folders);
        var changed = new List<string>();
        if (places.StartFile is { } start && new ShellStartFile(start).Remove())
        {
            changed.Add(start);
        }
        if (File.Exists(places.ScriptFile))
        {
            File.Delete(places.ScriptFile);
            changed.Add(places.ScriptFile);
        }
        return changed;
    }

    /// <summary>The shells whose script is not what this lw_coder would write: an update brought other commands.</summary>
    public IEnumerable<IShell> Outdated(CommandNode root) =>
        from shell in Shells.All
        let file = shell.Places(folders).ScriptFile
        where File.Exists(file) && File.ReadAllText(file) != shell.Script(root)
        select shell;

    /// <summary>The bytes of the line in UTF-8, as <see cref="ShellStartFile"/> counts characters.</summary>
    private static string Latin1(string line) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(line));
}
