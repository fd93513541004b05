using LwCoder.Agents.Events;
using LwCoder.Prompting.Models;

namespace LwCoder.Agents.Mini;

/// <summary>The session cannot go on. Its message and class become the session's error.</summary>
internal sealed class MiniStop(ErrorClass kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public ErrorClass Class { get; } = kind;

    public static MiniStop Of(ModelException error) => new(
        error.Kind switch
        {
            ModelErrorKind.Authentication or ModelErrorKind.Forbidden => ErrorClass.Login,
            ModelErrorKind.Payment or ModelErrorKind.RateLimited => ErrorClass.Limit,
            _ => ErrorClass.Provider,
        },
        error.Hint is { } hint ? $"{error.Message} {hint}" : error.Message,
        error);
}
