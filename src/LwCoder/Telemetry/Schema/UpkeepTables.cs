using static LwCoder.Telemetry.Schema.Columns;

namespace LwCoder.Telemetry.Schema;

/// <summary>What the store knows of itself.</summary>
internal static class UpkeepTables
{
    public static readonly Table SchemaVersions = new("schema_versions",
    [
        Int("version").Required(),
        Varchar("name", 100).Required(),
        Moment("applied_at").Required(),
    ], "version");

    /// <summary>Whose sessions are here.</summary>
    public static readonly Table Projects = new("projects",
    [
        Varchar("project_id", 64).Required(),
        Varchar("name", 200).Required(),
        Moment("joined_at").Required().Keeping(MergeRule.Least),
    ], "project_id");

    /// <summary>Moments worth going back to; on Dolt each is a commit.</summary>
    public static readonly Table Boundaries = new("boundaries",
    [
        Serial("boundary_id"),
        Varchar("kind", 30).Required(),
        Varchar("subject", 200).Required(),
        Moment("reached_at").Required(),
        Char("dolt_commit_hash", 40),
    ], "boundary_id");

    /// <summary>Files that were imported, as they were then: an unchanged one is not read again.</summary>
    public static readonly Table ImportedFiles = new("imported_files",
    [
        Char("path_hash", 64).Required(),
        Varchar("source", 30).Required(),
        Text("path").Required(),
        BigInt("size").Required(),
        BigInt("mtime_ms").Required(),
        Char("content_hash", 64).Keeping(MergeRule.Newest),
        Varchar("session_id", 128).Keeping(MergeRule.Newest),
        Varchar("status", 20).Required(),
        Text("problem").Keeping(MergeRule.Newest),
        Int("importer_version").Required(),
        Moment("imported_at").Required(),
    ], "path_hash")
    { Indexes = [["source"]] };

    /// <summary>How many lines of a spool file are in the store, written with them, so that none gets in twice.</summary>
    public static readonly Table SpoolProgress = new("spool_progress",
    [
        Varchar("spool_id", 100).Required(),
        Int("lines").Required(),
        Moment("drained_at").Required(),
    ], "spool_id");
}
