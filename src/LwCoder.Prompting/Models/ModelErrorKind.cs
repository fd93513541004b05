namespace LwCoder.Prompting.Models;

/// <summary>Why a model gave no usable answer. The kind decides whether another try can help.</summary>
public enum ModelErrorKind
{
    /// <summary>No key, or a key the provider does not know (401).</summary>
    Authentication,

    /// <summary>The account has no credit (402).</summary>
    Payment,

    /// <summary>The key may not do this (403).</summary>
    Forbidden,

    /// <summary>No such model or address (404).</summary>
    NotFound,

    /// <summary>The request itself is wrong, or too long for the model (400, 413, 422).</summary>
    InvalidRequest,

    /// <summary>The model cannot be asked for an answer in a JSON schema.</summary>
    SchemaUnsupported,

    /// <summary>Too many requests (429). Retried.</summary>
    RateLimited,

    /// <summary>The provider failed (5xx). Retried.</summary>
    Server,

    /// <summary>No answer in time (408, or our own limit). Retried.</summary>
    Timeout,

    /// <summary>The connection failed, or ended in the middle of an answer. Retried unless part of it was handed out.</summary>
    Transport,

    /// <summary>Something that is not the model's answer came back: a proxy's page, a redirect, broken JSON.</summary>
    BadResponse,

    /// <summary>An answer without text and without tool calls. Retried.</summary>
    Empty,

    /// <summary>An answer longer than the limit of the options.</summary>
    TooLarge,

    /// <summary>The answer ended at the token limit before it was complete.</summary>
    CutOff,

    /// <summary>The model or a filter declined to answer.</summary>
    Refused,
}
