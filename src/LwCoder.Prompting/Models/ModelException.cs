using System.Net;

namespace LwCoder.Prompting.Models;

/// <summary>A model gave no usable answer. The message says what happened; <see cref="Hint"/> says what to do.</summary>
public sealed class ModelException : Exception
{
    /// <summary>Creates the error.</summary>
    public ModelException(ModelErrorKind kind, string message, string? hint = null, Exception? inner = null)
        : base(message, inner)
    {
        Kind = kind;
        Hint = hint;
    }

    /// <summary>Why.</summary>
    public ModelErrorKind Kind { get; }

    /// <summary>The fix, as a sentence, where one is known.</summary>
    public string? Hint { get; }

    /// <summary>The HTTP status, if there was an answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the provider asked to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The start of what came back, at most 2 000 characters, for a log.</summary>
    public string? Body { get; init; }

    /// <summary>What was consumed nonetheless, by an answer that was paid for and is of no use.</summary>
    public Usage Usage { get; init; } = Usage.None;

    /// <summary>The same error after calls that were answered, and paid for, before it.</summary>
    internal ModelException After(Usage earlier) => With(earlier + Usage);

    internal ModelException With(Usage usage) => new(Kind, Message, Hint, this)
    {
        Status = Status, RetryAfter = RetryAfter, Body = Body, Usage = usage,
    };

    /// <summary>With the hint, since this is what an unhandled error shows.</summary>
    public override string ToString() => Hint is null ? base.ToString() : $"{base.ToString()}\n{Hint}";

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Kind is ModelErrorKind.RateLimited or ModelErrorKind.Server or ModelErrorKind.Timeout
        or ModelErrorKind.Transport or ModelErrorKind.Empty;

    /// <summary>Whether every other request of the same client would fail as well, so that a batch had better stop.</summary>
    public bool IsFatalForAll =>
        Kind is ModelErrorKind.Authentication or ModelErrorKind.Payment or ModelErrorKind.Forbidden or ModelErrorKind.NotFound;
}
