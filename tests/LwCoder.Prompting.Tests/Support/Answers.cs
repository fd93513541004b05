using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>What a provider sends.</summary>
internal static class Answers
{
    public static string Completion(string text, string finish = "stop") =>
        $$$"""
        {"id":"gen-1","model":"test/model-2026","choices":[{"finish_reason":"{{{finish}}}","message":{"role":"assistant","content":{{{JsonSerializer.Serialize(text)}}} }}],
        "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18,"cost":0.00042,"prompt_tokens_details":{"cached_tokens":3} } }
        """;

    public static string Error(int code, string message) => JsonSerializer.Serialize(new { error = new { code, message } });

    public static string Event(string delta, string? finish = null) =>
        $$"""data: {"id":"gen-1","model":"test/model-2026","choices":[{"delta":{{delta}},"finish_reason":{{(finish is null ? "null" : $"\"{finish}\"")}}}]}""" + "\n\n";

    public static string TextEvent(string text) => Event($$"""{"content":{{JsonSerializer.Serialize(text)}}}""");

    public static async Task WriteAsync(this HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    }
}
