using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Rows;

/// <summary>Rows for one table, value after value.</summary>
internal sealed record TableRows(InsertStatement Insert, SqlValue[] Values);
