using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LwCoder.EndToEnd.Models;

/// <summary>How a stream ends before its time.</summary>
internal enum Interruption { None, Hang, Cut }

/// <summary>
/// The scripts that are failures of the provider: `401`, `403`, `429`, `500` (`500once` works after the first time),
/// `html` (a gateway's page with status 200), `hang` (no answer), `hangmid` and `cut` (half an answer).
/// </summary>
internal sealed record Fault(int Status, string Type, string Message)
{
    private const string Once = "once";

    private static readonly Dictionary<string, Fault> Known = new()
    {
        ["401"] = new(401, "authentication_error", "invalid x-api-key"),
        ["403"] = new(403, "permission_error", "forbidden by script"),
        ["429"] = new(429, "rate_limit_error", "rate limited by script"),
        ["500"] = new(500, "api_error", "scripted internal error"),
        ["html"] = new(200, "", "<html><body>gateway</body></html>"),
        ["hang"] = new(0, "", ""),
    };

    /// <param name="call">Which call of this script it is, from 1.</param>
    public static Fault? For(string script, int call) =>
        !script.EndsWith(Once, StringComparison.Ordinal) || call == 1 ? Known.GetValueOrDefault(Cause(script)) : null;

    /// <summary>The script that goes on where a fault leaves off.</summary>
    public static string Repaired(string script) =>
        script.EndsWith(Once, StringComparison.Ordinal) || InterruptionIn(script) != Interruption.None ? "ok" : script;

    public static Interruption InterruptionIn(string script) => script switch
    {
        "hangmid" => Interruption.Hang,
        "cut" => Interruption.Cut,
        _ => Interruption.None,
    };

    public static async Task InterruptAsync(HttpContext context, Interruption interruption)
    {
        if (interruption == Interruption.Hang)
        {
            await UntilGoneAsync(context);
        }
        context.Abort();
    }

    public async Task AnswerAsync(HttpContext context, ModelApi api)
    {
        if (Status == 0)
        {
            await UntilGoneAsync(context);
            return;
        }
        context.Response.StatusCode = Status;
        if (Type.Length == 0)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(Message);
            return;
        }
        if (Status == StatusCodes.Status429TooManyRequests)
        {
            context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        }
        await context.Response.WriteAsJsonAsync(api.Error(Type, Message));
    }

    private static string Cause(string script) =>
        script.EndsWith(Once, StringComparison.Ordinal) ? script[..^Once.Length] : script;

    private static Task UntilGoneAsync(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
}
