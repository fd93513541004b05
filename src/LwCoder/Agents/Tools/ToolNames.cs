namespace LwCoder.Agents.Tools;

/// <summary>
/// The tools of the agents we know, by their names without case, `_` and `-`: Claude Code, droid, mini, opencode, codex, pi,
/// qwen, and Kilo and Roo Code with both names they have for each tool.
/// </summary>
internal static class ToolNames
{
    private static readonly Dictionary<string, ToolKind> Kinds = Table();

    public static ToolKind KindOf(string name) => Kinds.GetValueOrDefault(Plain(name));

    /// <summary>Whether the tool starts a shell; some only talk to one that runs already.</summary>
    public static bool IsShell(string name) => KindOf(name) == ToolKind.Shell;

    public static string Plain(string name) => string.Create(name.Count(IsKept), name, (plain, whole) =>
    {
        var at = 0;
        foreach (var letter in whole)
        {
            if (IsKept(letter))
            {
                plain[at++] = char.ToLowerInvariant(letter);
            }
        }
    });

    private static bool IsKept(char letter) => letter is not ('_' or '-' or '.' or ' ');

    private static Dictionary<string, ToolKind> Table()
    {
        var table = new Dictionary<string, ToolKind>(StringComparer.Ordinal);
        Add(ToolKind.Read, "read readfile readmanyfiles notebookread view viewimage webfetch fetchurl fetch "
            + "fetchinstructions cat");
        Add(ToolKind.Search,
            "grep glob ls find list search searchfiles searchfilecontent grepsearch codebasesearch codesearch websearch "
            + "toolsearch lsp listfiles listdirectory listfilestoplevel listfilesrecursive listcodedefinitionnames");
        Add(ToolKind.Edit,
            "edit multiedit write create notebookedit applypatch patch replace editfile writefile writetofile applydiff "
            + "insertcontent searchandreplace searchreplace applieddiff editedexistingfile newfilecreated deletefile filechange");
        Add(ToolKind.Shell,
            "bash shell execute executecommand execcommand localshell localshellcall containerexec commandexecution "
            + "runshellcommand powershell shellcommand command");
        Add(ToolKind.Spawn, "task agent newtask subagent spawnagent delegatetoagent");
        Add(ToolKind.Plan,
            "todowrite todoread todolist updatetodolist updateplan taskcreate taskget tasklist taskupdate enterplanmode "
            + "exitplanmode exitspecmode");
        Add(ToolKind.Ask, "askuser askuserquestion askfollowupquestion followup question requestuserinput");
        Add(ToolKind.Mcp,
            "usemcptool accessmcpresource mcptoolcall listmcpresourcestool readmcpresourcetool listmcpresources readmcpresource");
        return table;

        void Add(ToolKind kind, string names)
        {
            foreach (var name in names.Split(' '))
            {
                table.Add(name, kind);
            }
        }
    }
}
