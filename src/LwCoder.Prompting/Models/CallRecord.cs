using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>One call as it was made and answered.</summary>
/// <param name="At">When it began.</param>
/// <param name="Signature">What was asked; null for calls without a signature.</param>
/// <param name="Model">The model that answered, else the one asked.</param>
/// <param name="Messages">The whole conversation sent.</param>
/// <param name="Answer">The text that came back; null if the call failed.</param>
/// <param name="Usage">What it consumed.</param>
/// <param name="Duration">How long it took, retries included.</param>
/// <param name="Error">Why it failed; null if it did not.</param>
public sealed record CallRecord(
    DateTimeOffset At,
    string? Signature,
    string? Model,
    IReadOnlyList<ChatMessage> Messages,
    string? Answer,
    Usage Usage,
    TimeSpan Duration,
    string? Error)
{
    /// <summary>Whether a cache answered.</summary>
    public bool IsCacheHit => Usage.CacheHits > 0;
}
