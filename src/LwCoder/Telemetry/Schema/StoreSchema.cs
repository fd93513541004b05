namespace LwCoder.Telemetry.Schema;

/// <summary>
/// The one definition of the store. Databases of the earlier system (`punch_cards`, `factory`) stay usable by it and by
/// what else reads them: beyond what they have, there are new tables and columns, wider text, words added at the end,
/// and keys on the agents' own ids. Nothing in them is renamed, narrowed or rewritten.
/// </summary>
internal static class StoreSchema
{
    public static IReadOnlyList<Table> Tables { get; } =
    [
        UpkeepTables.SchemaVersions,
        SessionTables.Tasks, SessionTables.Sessions, SessionTables.Messages, SessionTables.ToolCalls, SessionTables.RawEvents,
        PunchTables.Punches, PunchTables.PunchCards, PunchTables.Checkpoints, PunchTables.ChildRelationships,
        PunchTables.ChildRels, PunchTables.Diagnoses,
        PromptTables.CompiledPrompts, PromptTables.CompiledPromptVersions,
        UpkeepTables.Projects, UpkeepTables.Boundaries, UpkeepTables.ImportedFiles, UpkeepTables.SpoolProgress,
    ];

    /// <summary>What each task and all below it cost.</summary>
    public const string CostAggregate =
        """
        CREATE VIEW cost_aggregate AS
        WITH RECURSIVE tree(root_task_id, task_id, cost_usd, depth) AS (
            SELECT task_id, task_id, cost_usd, 0 FROM tasks
            UNION ALL
            SELECT tree.root_task_id, child.task_id, child.cost_usd, tree.depth + 1
            FROM tree JOIN tasks AS child ON child.parent_task_id = tree.task_id
            WHERE tree.depth < 10
        )
        SELECT root_task_id, SUM(cost_usd) AS total_cost_usd, COUNT(*) AS task_count, MAX(depth) AS max_depth
        FROM tree GROUP BY root_task_id
        """;

    public static Table Find(string name) =>
        Tables.FirstOrDefault(table => table.Name == name)
            ?? throw new ArgumentException($"the store has no table {name}", nameof(name));
}
