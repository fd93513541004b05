using LwCoder.Telemetry.Rows;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry;

/// <summary>A batch as rows of tables, and these into a database.</summary>
internal static class BatchWriter
{
    /// <summary>Every way in which a batch writes to a table, by the table's name.</summary>
    public static IReadOnlyDictionary<string, InsertStatement> Statements { get; } =
        RowsOf(new TelemetryBatch(text => text), all: true).ToDictionary(rows => rows.Insert.Table.Name, rows => rows.Insert);

    public static IReadOnlyList<TableRows> RowsOf(TelemetryBatch batch) => RowsOf(batch, all: false);

    public static void Write(ISqlSession session, IEnumerable<TableRows> tables)
    {
        foreach (var (insert, values) in tables)
        {
            session.Insert(insert, insert == RowKinds.Checkpoints.Insert ? CheckpointNews.Only(session, insert, values) : values);
        }
    }

    private static List<TableRows> RowsOf(TelemetryBatch batch, bool all) =>
    [
        .. new[]
        {
            RowKinds.Tasks.RowsOf(batch.Tasks),
            RowKinds.Sessions.RowsOf(batch.Sessions),
            RowKinds.Messages.RowsOf(batch.Messages),
            RowKinds.ToolCalls.RowsOf(batch.ToolCalls),
            RowKinds.Punches.RowsOf(batch.Punches),
            RowKinds.ChildRels.RowsOf(batch.Children),
            RowKinds.ChildRelationships.RowsOf(batch.Children),
            RowKinds.PunchCards.RowsOf(batch.Cards),
            RowKinds.RawEvents.RowsOf(batch.RawEvents),
            RowKinds.Diagnoses.RowsOf(batch.Diagnoses),
            RowKinds.Checkpoints.RowsOf(batch.Checkpoints),
            // Last: what says that a file is in the store comes after what was in it.
            RowKinds.ImportedFiles.RowsOf(batch.Files),
        }
        .Where(rows => all || rows.Values.Length > 0),
    ];
}
