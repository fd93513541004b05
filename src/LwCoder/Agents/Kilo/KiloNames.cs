namespace LwCoder.Agents.Kilo;

/// <summary>
/// Kilo Code's tools. The screen has other names for them than the conversation; both become the conversation's, so that a task
/// that is only known from its screen counts like any other.
/// </summary>
internal static class KiloNames
{
    public const string Tool = "kilo";
    public const string Shell = "execute_command";
    public const string Spawn = "new_task";
    public const string Mcp = "use_mcp_tool";
    public const string Complete = "attempt_completion";

    /// <summary>What an assistant of the XML protocol may write as an element.</summary>
    public static readonly string[] InXml =
    [
        "read_file", "write_to_file", "apply_diff", "insert_content", "search_and_replace", "edit_file", "delete_file",
        "search_files", "list_files", "list_code_definition_names", "codebase_search", Shell, Mcp, "access_mcp_resource",
        "ask_followup_question", Complete, "switch_mode", Spawn, "update_todo_list", "fetch_instructions", "browser_action",
        "generate_image", "run_slash_command", "new_rule", "report_bug", "condense",
    ];

    /// <param name="name">As the screen calls it.</param>
    public static string OfScreen(string name) => name switch
    {
        "readFile" => "read_file",
        "appliedDiff" => "apply_diff",
        "editedExistingFile" or "newFileCreated" => "write_to_file",
        "searchFiles" => "search_files",
        "codebaseSearch" => "codebase_search",
        "listFilesTopLevel" or "listFilesRecursive" => "list_files",
        "switchMode" => "switch_mode",
        "newTask" => Spawn,
        "finishTask" => Complete,
        "updateTodoList" => "update_todo_list",
        "fetchInstructions" => "fetch_instructions",
        "deleteFile" => "delete_file",
        "generateImage" or "imageGenerated" => "generate_image",
        "runSlashCommand" => "run_slash_command",
        "searchAndReplace" => "search_and_replace",
        "insertContent" => "insert_content",
        _ => name,
    };
}
