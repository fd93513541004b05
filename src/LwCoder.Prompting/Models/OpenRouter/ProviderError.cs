using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>Turns a provider's refusal into an error that says what to do.</summary>
internal static class ProviderError
{
    /// <summary>The error of an HTTP answer that is not a success.</summary>
    public static ModelException Of(
        HttpStatusCode status, string body, HttpResponseHeaders headers, OpenRouterOptions options, string model)
    {
        var wait = RetryAfter(headers.RetryAfter, options.Time);
        return Of((int)status, MessageIn(body) ?? PageNote(body), body, options, model, wait);
    }

    /// <summary>Some providers answer 200 and put an error in the body.</summary>
    public static void ThrowIfPresent(JsonElement json, OpenRouterOptions options)
    {
        if (ChatResponseJson.Get(json, "error") is not { } error)
        {
            return;
        }
        var code = ChatResponseJson.Number(error, "code") is { } number ? (int)number : 502;
        throw Of(code, ChatResponseJson.Text(error, "message"), json.GetRawText(), options, options.Model, null);
    }

    public static string Excerpt(string text) => TextTolerance.Excerpt(text, 2_000);

    /// <summary>A page where JSON should be: a proxy, a login page, a wrong address.</summary>
    public static bool IsPage(string body, string? mediaType) =>
        mediaType is "text/html" || body.AsSpan().TrimStart().StartsWith("<", StringComparison.Ordinal);

    public static ModelException Page(string body, OpenRouterOptions options) => new(ModelErrorKind.BadResponse,
        $"{options.Provider.BaseUrl.Host} answered with a web page instead of JSON.",
        $"A proxy or login page may be in the way, or {options.Provider.BaseUrl} is not the API's address.")
    { Body = Excerpt(body) };

    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, TimeProvider time)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } known ? TimeSpan.FromTicks(Math.Max(0, known.Ticks)) : null;
    }

    private static ModelException Of(
        int status, string? said, string body, OpenRouterOptions options, string model, TimeSpan? wait)
    {
        var kind = KindOf(status, said ?? body);
        var host = options.Provider.BaseUrl.Host;
        var quoted = string.IsNullOrWhiteSpace(said) ? "" : $": {TextTolerance.Excerpt(said, 300)}";
        return new ModelException(
            kind, $"{host} answered {status.ToString(CultureInfo.InvariantCulture)} ({What(kind, model)}){quoted}",
            Hint(kind, options, model, wait))
        {
            Status = (HttpStatusCode)status,
            RetryAfter = wait,
            Body = Excerpt(body),
        };
    }

    private static ModelErrorKind KindOf(int status, string said) => status switch
    {
        401 => ModelErrorKind.Authentication,
        402 => ModelErrorKind.Payment,
        403 when said.Contains("flagged", StringComparison.OrdinalIgnoreCase) => ModelErrorKind.Refused,
        403 => ModelErrorKind.Forbidden,
        400 or 404 or 422 when MentionsSchema(said) => ModelErrorKind.SchemaUnsupported,
        404 => ModelErrorKind.NotFound,
        408 => ModelErrorKind.Timeout,
        429 => ModelErrorKind.RateLimited,
        >= 500 => ModelErrorKind.Server,
        >= 300 and < 400 => ModelErrorKind.BadResponse,
        _ => ModelErrorKind.InvalidRequest,
    };

    private static bool MentionsSchema(string said) =>
        said.Contains("response_format", StringComparison.OrdinalIgnoreCase)
        || said.Contains("json_schema", StringComparison.OrdinalIgnoreCase)
        || said.Contains("structured output", StringComparison.OrdinalIgnoreCase);

    private static string What(ModelErrorKind kind, string model) => kind switch
    {
        ModelErrorKind.Authentication => "the key is missing or not known",
        ModelErrorKind.Payment => "the account has no credit",
        ModelErrorKind.Forbidden => "the key may not do this",
        ModelErrorKind.NotFound => $"no such model or address; asked for {model}",
        ModelErrorKind.RateLimited => "too many requests",
        ModelErrorKind.Server => "the provider failed",
        ModelErrorKind.Timeout => "the provider gave up waiting",
        ModelErrorKind.SchemaUnsupported => "no answers in a JSON schema",
        ModelErrorKind.BadResponse => "a redirect, which is not followed",
        ModelErrorKind.Refused => "the input was flagged",
        _ => "the request is not accepted",
    };

    private static string? Hint(ModelErrorKind kind, OpenRouterOptions options, string model, TimeSpan? wait) => kind switch
    {
        ModelErrorKind.Authentication => $"Set {options.ApiKeySource}.",
        ModelErrorKind.Payment =>
            $"Add credit to the account of the key in {options.ApiKeySource}, or lower the limit on tokens.",
        ModelErrorKind.Forbidden => $"Check what the key in {options.ApiKeySource} may do, and whether {model} is open to it.",
        ModelErrorKind.NotFound => $"Check the model's name ({model}) and the base URL ({options.Provider.BaseUrl}).",
        ModelErrorKind.RateLimited when wait is { } known =>
            $"Wait {Math.Ceiling(known.TotalSeconds):0} s, or ask less in parallel.",
        ModelErrorKind.RateLimited => "Wait a while, or ask less in parallel.",
        ModelErrorKind.BadResponse => "Set the base URL to the address it redirects to, if you trust it.",
        ModelErrorKind.Refused => "Change the prompt or ask another model; the same request will be declined again.",
        ModelErrorKind.Server or ModelErrorKind.Timeout => "Try again later, or ask another model.",
        _ => null,
    };

    private static string? MessageIn(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = ChatResponseJson.Get(document.RootElement, "error");
            return error switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString(),
                { } json => ChatResponseJson.Text(json, "message"),
                null => ChatResponseJson.Text(document.RootElement, "message"),
            };
        }
        catch (JsonException)
        {
            // An error body may be anything; PageNote describes what is not JSON.
            return null;
        }
    }

    private static string PageNote(string body) =>
        IsPage(body, null) ? "a web page, perhaps a proxy's" : TextTolerance.Excerpt(body, 200);
}
