namespace LwCoder.Commands.Telemetry;

internal enum OutputFormat { Table, Json, Csv }
