namespace LwCoder.Optimization.Examples;

/// <summary>A session the governor ended, and the one that went on after it.</summary>
internal sealed record RecoveryPair(SessionExample Killed, SessionExample Recovery)
{
    public bool Recovered => Recovery.Outcome == Outcome.Success;
}
