namespace LwCoder.Completions;

/// <summary>One shell: how its completion script is written, and where it wants to find it.</summary>
internal interface IShell
{
    /// <summary>As in `completion &lt;name&gt;`; also the name of the program `$SHELL` ends with.</summary>
    string Name { get; }

    /// <summary>The whole script for a command line.</summary>
    string Script(CommandNode root);

    ShellPlaces Places(UserFolders folders);
}

/// <param name="ScriptFile">Where the script goes.</param>
/// <param name="StartFile">The file the shell reads when it starts; null where it finds the script by itself.</param>
/// <param name="StartLine">What in that file loads the script.</param>
/// <param name="Reload">What makes a running shell load it.</param>
internal sealed record ShellPlaces(string ScriptFile, string? StartFile, string? StartLine, string Reload)
{
    /// <summary>Of a shell of the family of `sh`, which has to be told in a file it reads when it starts.</summary>
    public static ShellPlaces Sourced(string script, string startFile) => new(
        script, startFile, $"[ -r {PosixQuote.Always(script)} ] && . {PosixQuote.Always(script)}",
        $"source {PosixQuote.IfNeeded(script)}");
}
