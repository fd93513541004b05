using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Agents.Tools.Shell;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Punches;

/// <summary>
/// Which evidence an event is. Only what has happened counts: a tool that was answered, a message that was written, a check whose
/// result its exit code proves.
/// </summary>
internal static class PunchClassifier
{
    /// <param name="time">Of the answer. What started a subagent was seen when it was called.</param>
    public static void Tool(string task, OpenCall call, ToolReturned returned, DateTimeOffset time, TelemetryBatch batch)
    {
        var use = call.Use;
        if (use.Script is { } script)
        {
            Command(task, script, returned, time, batch);
            return;
        }
        var (type, key) = use.Kind switch
        {
            ToolKind.Spawn => (PunchType.ChildSpawn, use.Subagent ?? "unknown_child"),
            ToolKind.Mcp => (PunchType.McpCall, PunchKey.OfServed(use.ServedTool ?? use.Name)),
            ToolKind.Shell => (PunchType.CommandExec, "bash"),
            _ => (PunchType.ToolCall, PunchKey.OfTool(use.Name)),
        };
        batch.Add(New(task, type, key, returned.Id, type == PunchType.ChildSpawn ? call.Time : time));
    }

    public static PunchRow Step(string task, string step, UsageReported usage, DateTimeOffset time) =>
        New(task, PunchType.StepComplete, "step_finished", step, time) with
        {
            // An agent that cannot tell the cost yet cannot tell the tokens either, and a punch is never corrected.
            Cost = usage.Cost,
            TokensInput = usage.Cost is null ? null : usage.Input,
            TokensOutput = usage.Cost is null ? null : usage.Output,
            TokensReasoning = usage.Cost is null ? null : usage.Reasoning,
        };

    public static PunchRow Message(string task, string message, DateTimeOffset time) =>
        New(task, PunchType.Message, "text_response", message, time);

    public static PunchRow Lifecycle(string task, string key, DateTimeOffset time) =>
        New(task, PunchType.SessionLifecycle, key, "", time);

    public static PunchRow Error(string task, string error, DateTimeOffset time) =>
        New(task, PunchType.SessionLifecycle, "session_error", error, time);

    /// <summary>It has no cost: what the session cost is in its steps.</summary>
    public static PunchRow GovernorKill(string task, string detector, DateTimeOffset time) =>
        New(task, PunchType.GovernorKill, detector, "", time);

    public static PunchRow Completed(string task, string key, DateTimeOffset time) =>
        New(task, PunchType.StepComplete, key, "", time);

    public static PunchRow ChildComplete(string parent, string child, DateTimeOffset time) =>
        New(parent, PunchType.ChildComplete, child, "", time);

    private static void Command(string task, ShellScript script, ToolReturned returned, DateTimeOffset time, TelemetryBatch batch)
    {
        var verdicts = GateVerdicts.Of(script, returned.ExitCode);
        var known = verdicts.Where(verdict => verdict.Passed is not null).DistinctBy(verdict => verdict.Gate.Name).ToList();
        foreach (var verdict in known)
        {
            // The same check twice in one command: the last word is that of the one that failed.
            var passed = verdicts.Where(other => other.Gate.Name == verdict.Gate.Name).All(other => other.Passed == true);
            batch.Add(New(task, passed ? PunchType.GatePass : PunchType.GateFail, verdict.Gate.Name, returned.Id, time));
        }
        if (known.Count == 0)
        {
            batch.Add(New(task, PunchType.CommandExec, "bash", returned.Id, time));
        }
    }

    private static PunchRow New(string task, PunchType type, string key, string native, DateTimeOffset time) => new()
    {
        TaskId = task,
        Type = type,
        Key = key,
        ObservedAt = time,
        SourceHash = SourceHash.Of(task, PunchTypeName.Of(type), key, native),
    };
}
