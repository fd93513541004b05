namespace LwCoder.Agents;

/// <summary>What of a login lies on this machine. Whether the vendor still takes it is another question.</summary>
/// <param name="Place">The file, relative to the user's home.</param>
internal sealed record AgentLogin(string Place)
{
    /// <summary>Null when it does not say, or when the agent renews it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why a run cannot use it; null when it can.</summary>
    public string? Problem { get; init; }
}

/// <param name="Arguments">Without the program.</param>
/// <param name="IsLoggedIn">Reads the standard output; null for an answer it does not know.</param>
internal sealed record LoginQuestion(IReadOnlyList<string> Arguments, Func<string, bool?> IsLoggedIn);
