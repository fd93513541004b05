using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Tests.Telemetry.Support;

/// <summary>Rows as an importer makes them.</summary>
internal static class SampleRows
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    public static TelemetryBatch Batch() => new(text => text);

    /// <summary>A session with two messages, a call, two punches and a child.</summary>
    public static TelemetryBatch Session(string id = "s1")
    {
        var batch = Batch();
        batch.Add(SessionOf(id));
        batch.Add(TaskOf(id));
        batch.Add(MessageOf(id, "m1", "user") with { ContentPreview = "Fix the login" });
        batch.Add(
            MessageOf(id, "m2", "assistant") with { ContentPreview = "Done", TokensIn = 100, TokensOut = 20, Cost = 0.037m });
        batch.Add(CallOf(id, "toolu_1"));
        batch.Add(PunchOf(id, PunchType.ToolCall, "read_file"));
        batch.Add(PunchOf(id, PunchType.GatePass, "pytest"));
        batch.Add(new ChildRow { ParentId = id, ChildId = $"{id}-child", SpawnedAt = Start, Link = "explicit" });
        return batch;
    }

    public static SessionRow SessionOf(string id) => new()
    {
        SessionId = id,
        TaskId = id,
        StartedAt = Start,
        CompletedAt = Start.AddMinutes(3),
        DurationMs = 180_000,
        Mode = "code",
        Model = "claude-sonnet-4.5",
        Status = SessionStatus.Completed,
        TotalCost = 0.5m,
        TokensIn = 1000,
        TokensOut = 200,
        TokensCached = 8000,
        Tool = "claude-code",
        PlanId = "login",
        Source = "live",
    };

    public static TaskRow TaskOf(string id) => new()
    {
        TaskId = id,
        StartedAt = Start,
        Mode = "code",
        Model = "claude-sonnet-4.5",
        Status = SessionStatus.Completed,
        CostUsd = 0.5m,
    };

    public static MessageRow MessageOf(string session, string id, string role) =>
        new() { SessionId = session, NativeId = id, Role = role, Ts = Start.ToUnixTimeMilliseconds() };

    public static ToolCallRow CallOf(string session, string id) => new()
    {
        SessionId = session,
        NativeId = id,
        ToolName = "Bash",
        Category = "shell",
        Status = "completed",
        ArgsSummary = """{"command":"pytest"}""",
        Ts = Start.ToUnixTimeMilliseconds(),
    };

    public static PunchRow PunchOf(string task, PunchType type, string key) => new()
    {
        TaskId = task,
        Type = type,
        Key = key,
        ObservedAt = Start,
        SourceHash = SourceHash.Of(task, PunchTypeName.Of(type), key),
    };
}
