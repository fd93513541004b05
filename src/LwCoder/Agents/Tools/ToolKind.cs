namespace LwCoder.Agents.Tools;

/// <summary>What a tool is for, whatever an agent calls it. The raw name is always kept beside it.</summary>
internal enum ToolKind
{
    /// <summary>Everything we do not know, and what has no kind of its own: finishing, switching modes, pictures.</summary>
    Other,
    /// <summary>Takes in one thing: a file, a page.</summary>
    Read,
    /// <summary>Looks for things: in files, in lists of files, on the web.</summary>
    Search,
    Edit,
    Shell,
    /// <summary>A shell command that runs a project's tests.</summary>
    Test,
    /// <summary>Starts another session: a subagent, a subtask.</summary>
    Spawn,
    Mcp,
    /// <summary>Keeps lists of what is to be done.</summary>
    Plan,
    /// <summary>Asks the person.</summary>
    Ask,
}

internal static class ToolKinds
{
    /// <summary>As it is stored and printed.</summary>
    public static string Name(this ToolKind kind) => kind switch
    {
        ToolKind.Other => "other",
        ToolKind.Read => "read",
        ToolKind.Search => "search",
        ToolKind.Edit => "edit",
        ToolKind.Shell => "shell",
        ToolKind.Test => "test",
        ToolKind.Spawn => "spawn",
        ToolKind.Mcp => "mcp",
        ToolKind.Plan => "plan",
        ToolKind.Ask => "ask",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
