namespace LwCoder.Hooks;

/// <summary>What a user can have a command run at.</summary>
internal enum HookEvent
{
    /// <summary>A plan has been written to `.lw_coder/tasks` and is valid.</summary>
    PlanFileCreated,

    /// <summary>A run of `code` is completed and its work collected.</summary>
    CodeComplete,

    /// <summary>The evidence about a plan's work is gathered.</summary>
    EvalComplete,

    /// <summary>A run of `code` has ended otherwise, and not because the user interrupted it.</summary>
    RunFailed,
}
