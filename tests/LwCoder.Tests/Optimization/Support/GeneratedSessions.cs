using LwCoder.Diagnosis;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Tests.Optimization.Support;

/// <summary>Rows of sessions that went well and of ones that went wrong in each way, as a backfill leaves them.</summary>
internal sealed class GeneratedSessions
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly TelemetryBatch _batch = new(text => text);
    private int _count;

    public static IEnumerable<string> CategoryNames => FailureCategories.OfModel.Select(category => category.Name());

    public List<(string Session, FailureCategory Category)> Sick { get; } = [];

    public TelemetryBatch Batch => _batch;

    /// <summary>
    /// As many of each: one that went well, and a killed one of each category with a recovery; every third fails.
    /// </summary>
    public static GeneratedSessions Many(int each)
    {
        var sessions = new GeneratedSessions();
        for (var number = 0; number < each; number++)
        {
            sessions.Healthy($"healthy-{number:00}");
            foreach (var category in FailureCategories.OfModel)
            {
                sessions.Killed($"{category.Name()}-{number:00}", category, recovers: number % 3 != 0);
            }
        }
        return sessions;
    }

    public void Healthy(
        string id, string? parent = null, DateTimeOffset? at = null, SessionStatus status = SessionStatus.Completed)
    {
        Head(id, status, at, parent);
        Call(id, 1, "read", "Read");
        Call(id, 2, "edit", "Edit");
        Call(id, 3, "test", "Bash");
        Say(id, 4, "Done, the tests pass.");
        Punch(id, PunchType.GateFail, "pytest", 2);
        Punch(id, PunchType.GatePass, "pytest", 3);
    }

    /// <summary>Ended by the governor, with a session after it that went on.</summary>
    public void Killed(string id, FailureCategory category, bool recovers, string? parent = null)
    {
        var at = Head(id, SessionStatus.Failed, null, parent);
        Sick.Add((id, category));
        Symptoms(id, category);
        _batch.Add(PunchOf(id, PunchType.GovernorKill, Detector(category), at.AddMinutes(20)));
        // While it lived it had a subagent, which recovers nothing.
        Healthy($"{id}-subagent", id, at.AddMinutes(1));
        if (recovers)
        {
            Healthy($"{id}-recovery", id, at.AddMinutes(21));
        }
        else
        {
            Healthy($"{id}-recovery", id, at.AddMinutes(21), SessionStatus.Failed);
        }
    }

    public void Empty(string id) => Head(id, SessionStatus.Completed, null, null);

    public void StillRunning(string id)
    {
        Head(id, SessionStatus.Running, null, null);
        Say(id, 1, "Let me see.");
    }

    private void Symptoms(string id, FailureCategory category)
    {
        var step = 0;
        switch (category)
        {
            case FailureCategory.StuckOnApproval:
                for (; step < 8; step++)
                {
                    Say(id, step, $"May I go on with step {step}? Please confirm.");
                }
                break;
            case FailureCategory.InfiniteRetry:
                for (; step < 5; step++)
                {
                    Call(id, step, "shell", "Bash", error: "E: cannot find module 'left-pad'");
                }
                break;
            case FailureCategory.ContextExhaustion:
                for (; step < 14; step++)
                {
                    Call(id, step, "read", "Read");
                }
                break;
            case FailureCategory.ScopeCreep:
                for (; step < 17; step++)
                {
                    Call(id, step, "edit", "Edit");
                }
                break;
            default:
                foreach (var (kind, tool) in new[] { ("read", "Read"), ("edit", "Edit"), ("shell", "Bash"), ("search", "Grep") })
                {
                    Call(id, step, kind, tool, error: "failed");
                    Call(id, step + 1, kind, tool);
                    step += 2;
                }
                break;
        }
        Say(id, step + 1, $"I go on with {id}.");
    }

    private static string Detector(FailureCategory category) => category switch
    {
        FailureCategory.InfiniteRetry => "tool_cycle",
        FailureCategory.ContextExhaustion => "cache_plateau",
        FailureCategory.StuckOnApproval => "stall",
        _ => "step_overflow",
    };

    private DateTimeOffset Head(string id, SessionStatus status, DateTimeOffset? start, string? parent)
    {
        var at = start ?? Start.AddHours(_count++);
        _batch.Add(new SessionRow
        {
            SessionId = id, TaskId = id, StartedAt = at, Status = status, TotalCost = 0.5m, Model = "m", Tool = "mini",
        });
        _batch.Add(new TaskRow { TaskId = id, StartedAt = at, Status = status, ParentTaskId = parent });
        if (parent is not null)
        {
            _batch.Add(new ChildRow { ParentId = parent, ChildId = id, SpawnedAt = at, Link = "explicit" });
        }
        return at;
    }

    private void Say(string id, int minute, string text) => _batch.Add(new MessageRow
    {
        SessionId = id, NativeId = $"m{minute}", Role = "assistant", ContentType = "text", ContentPreview = text,
        Ts = Start.AddMinutes(minute).ToUnixTimeMilliseconds(), Seq = minute,
    });

    private void Call(string id, int minute, string kind, string tool, string? error = null) => _batch.Add(new ToolCallRow
    {
        SessionId = id, NativeId = $"c{minute}", ToolName = tool, Category = kind, Status = error is null ? "completed" : "error",
        Error = error, ArgsSummary = $$"""{"n":{{minute}}}""", Ts = Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
        Seq = minute,
    });

    private void Punch(string id, PunchType type, string key, int minute) =>
        _batch.Add(PunchOf(id, type, key, Start.AddMinutes(minute)));

    private static PunchRow PunchOf(string id, PunchType type, string key, DateTimeOffset at) => new()
    {
        TaskId = id, Type = type, Key = key, ObservedAt = at, SourceHash = SourceHash.Of(id, PunchTypeName.Of(type), key),
    };
}
