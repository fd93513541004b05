namespace LwCoder.Telemetry;

/// <summary>Which project's sessions are written: a database on a server can be reached from any.</summary>
/// <param name="Id">The same in every clone: its first commit.</param>
internal sealed record ProjectIdentity(string Id, string Name);
