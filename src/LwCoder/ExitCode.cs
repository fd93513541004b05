namespace LwCoder;

/// <summary>How lw_coder ends. Scripts rely on these numbers; they are documented in docs/commands.md.</summary>
internal enum ExitCode
{
    Done = 0,
    /// <summary>The work itself failed: plan invalid, worktree unusable, agent failed or changed nothing.</summary>
    Failed = 1,
    /// <summary>The command line was not understood.</summary>
    Usage = 2,
    /// <summary>Checks were asked for and failed: tests, or judges below a threshold.</summary>
    ChecksFailed = 3,
    /// <summary>A budget or a provider's limit ended the work.</summary>
    LimitReached = 4,
    /// <summary>Only a person can go on: a permission, a trust decision, a question.</summary>
    NeedsPerson = 5,
    /// <summary>The surroundings are not fit: Docker, git, a login, a key, a configuration file.</summary>
    Environment = 6,
    Interrupted = 130,
}
