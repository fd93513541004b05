using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Cards;

/// <summary>Cards that are there from the start. Whoever wants others changes or adds rows of `punch_cards`.</summary>
internal static class SeedCards
{
    private static readonly string[] Gates = ["ruff-format", "ruff-check", "mypy", "pytest"];

    /// <summary>An agent's own names, since punches have those: `edit_file`, `write`, `apply_patch`.</summary>
    private static readonly string[] Edits =
        ["edit%", "write%", "apply%", "multi_edit", "create", "search_and_replace", "insert_content"];

    public static IReadOnlyList<PunchCard> All { get; } =
    [
        Card("quality-gates", [.. Gates.Select(gate => Needs(PunchType.GatePass, gate, $"{gate} has passed"))]),
        Card("fix-ci", [.. Gates.Select(gate => Needs(PunchType.GatePass, gate, $"{gate} has passed"))]),
        Card("respond-to-pr-review", [.. Gates.Select(gate => Needs(PunchType.GatePass, gate, $"{gate} has passed"))]),
        Card(
            "land-plane",
            [
                .. Gates.Select(gate => Needs(PunchType.GatePass, gate, $"{gate} has passed")),
                Exit, Needs(PunchType.ToolCall, "%todo%", "the list of what is to do was kept"),
            ]),
        Card("orchestrate", [Needs(PunchType.ChildSpawn, "%", "a subtask was started"), Exit, .. Edits.Select(NoEdit)]),
        Card("execute-subtask", [Exit, Forbids(PunchType.ChildSpawn, "%", "who carries out a subtask starts no other")]),
        Card(
            "prep-task",
            [
                Needs(PunchType.McpCall, "process_thought", "it was thought through"),
                Needs(PunchType.McpCall, "codebase___retrieval", "the code was looked at"),
                Needs(PunchType.McpCall, "generate_summary", "it was summed up"),
                Needs(PunchType.McpCall, "export_session", "what was found is kept"),
            ]),
        Card(
            "codebase-exploration",
            [
                Needs(PunchType.McpCall, "codebase___retrieval", "the code was looked at"),
                Needs(PunchType.ToolCall, "read%", "files were read"),
            ]),
        Card("tested-change", [Exit, Needs(PunchType.GatePass, "%test%", "tests have passed")]),
    ];

    private static PunchCardRow Exit => Needs(PunchType.StepComplete, "task_exit", "it says that it is done");

    private static PunchCard Card(string id, IReadOnlyList<PunchCardRow> lines) => new(
        id, [.. lines.Select(line => line with { CardId = id, WorkflowName = id })]);

    private static PunchCardRow Needs(PunchType type, string pattern, string why) =>
        new("", type, pattern) { Required = true, Description = why };

    private static PunchCardRow Forbids(PunchType type, string pattern, string why) =>
        new("", type, pattern) { Required = false, Forbidden = true, Description = why };

    private static PunchCardRow NoEdit(string pattern) =>
        Forbids(PunchType.ToolCall, pattern, "who hands work out does not edit");
}
