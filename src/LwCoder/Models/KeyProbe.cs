using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LwCoder.Prompting.Models;

namespace LwCoder.Models;

internal enum KeyState
{
    Valid,
    /// <summary>The provider knows the key and will not serve it: the credit is used up.</summary>
    Exhausted,
    Refused,
    Unreachable,
    /// <summary>The server answers, but not to this question.</summary>
    Unknown,
}

/// <param name="Detail">Completes a sentence; empty for a valid key.</param>
internal sealed record KeyAnswer(KeyState State, string Detail = "");

/// <summary>Asks a provider whether it takes a key: one request that costs nothing and reaches no model.</summary>
internal static class KeyProbe
{
    private const int LargestAnswer = 4_000_000;

    public static async Task<KeyAnswer> AskAsync(ModelEndpoint endpoint, CancellationToken cancel)
    {
        // A redirect would carry the key to an address nobody chose.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { MaxResponseContentBufferSize = LargestAnswer };
        using var request = Request(endpoint);
        try
        {
            using var response = await client.SendAsync(request, cancel);
            var body = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancel) : "";
            return Judge(response.StatusCode, body);
        }
        catch (HttpRequestException failed)
        {
            return new KeyAnswer(KeyState.Unreachable, failed.Message);
        }
    }

    internal static KeyAnswer Judge(HttpStatusCode status, string body) => (int)status switch
    {
        >= 200 and < 300 => HasCredit(body) ? new(KeyState.Valid) : new(KeyState.Exhausted, "its credit is used up"),
        401 or 403 => new(KeyState.Refused, $"HTTP {(int)status}"),
        402 => new(KeyState.Exhausted, $"HTTP {(int)status}"),
        >= 500 => new(KeyState.Unreachable, $"HTTP {(int)status}"),
        _ => new(KeyState.Unknown, $"HTTP {(int)status}"),
    };

    /// <summary>OpenRouter tells about the key itself; the others list their models, which takes a valid key too.</summary>
    private static HttpRequestMessage Request(ModelEndpoint endpoint)
    {
        var path = endpoint.Provider.Name == Provider.OpenRouter.Name ? "key" : "models";
        var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"{endpoint.Provider.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}"));
        if (endpoint.Key is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            if (endpoint.Provider.Name == Provider.Anthropic.Name)
            {
                // Its list of models is not part of the compatible interface.
                request.Headers.Authorization = null;
                request.Headers.Add("x-api-key", key);
                request.Headers.Add("anthropic-version", "2023-06-01");
            }
        }
        return request;
    }

    private static bool HasCredit(string body)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return !(answer.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("limit_remaining", out var left) && left.ValueKind == JsonValueKind.Number
                && left.GetDouble() <= 0);
        }
        catch (JsonException)
        {
            // A server of somebody's own may answer anything; the status is what counts.
            return true;
        }
    }
}
