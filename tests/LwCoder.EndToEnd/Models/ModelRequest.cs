using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace LwCoder.EndToEnd.Models;

/// <summary>One request as the server saw it, for assertions. Credentials are replaced by <see cref="Redacted"/>.</summary>
/// <param name="Conversation">What the request says, when it asks for an answer.</param>
internal sealed record ModelRequest(
    string Method, string Path, string Script, IReadOnlyDictionary<string, string> Headers, JsonObject? Body,
    Conversation? Conversation)
{
    public const string Redacted = "<set>";

    private static readonly string[] Secret = ["Authorization", "X-Api-Key", "Cookie"];

    public static ModelRequest From(HttpRequest request, string script, JsonObject? body, Conversation? conversation) =>
        new(request.Method, request.Path.Value ?? "", script, Safe(request.Headers), body, conversation);

    private static Dictionary<string, string> Safe(IHeaderDictionary headers) => headers.ToDictionary(
        header => header.Key,
        header => Secret.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? Redacted : header.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);
}
