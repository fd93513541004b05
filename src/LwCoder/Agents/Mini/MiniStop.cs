using LwCoder.Agents.Events;
using LwCoder.Prompting.Models;

namespace LwCoder.Agents.Mini;

/// <summary>The session cannot go on. Its message and class become the session's error.</summary>
/// <param name="kind">Null when nothing failed around the model: it is the model that does not go on.</param>
internal sealed class MiniStop(ErrorClass? kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public ErrorClass? Class { get; } = kind;

    public static MiniStop Of(ModelException error) => new(
        error.Kind switch
        {
            ModelErrorKind.Authentication or ModelErrorKind.Forbidden => ErrorClass.Login,
            ModelErrorKind.Payment or ModelErrorKind.RateLimited => ErrorClass.Limit,
            ModelErrorKind.NotFound => ErrorClass.Model,
            _ => ErrorClass.Provider,
        },
        error.Hint is { } hint ? $"{error.Message} {hint}" : error.Message,
        error);
}
