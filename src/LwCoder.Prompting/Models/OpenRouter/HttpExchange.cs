using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>One try: send a request, read the answer, and say in our own errors what went wrong.</summary>
internal sealed class HttpExchange(OpenRouterOptions options, HttpClient http)
{
    private const int ErrorBodyLimit = 64 * 1024;

    /// <summary>The answer's JSON, whole.</summary>
    public async ValueTask<ChatResponse> CompleteAsync(ReadOnlyMemory<byte> body, string model, CancellationToken cancel)
    {
        using var deadline = new Deadline(options, cancel);
        try
        {
            using var answer = await SendAsync(body, model, deadline.Token).ConfigureAwait(false);
            // JSON escapes and metadata make a body longer than its text; four times is generous and still bounded.
            var limit = (4L * options.MaxAnswerLength) + ErrorBodyLimit;
            var text = await ReadAsync(answer.Content, limit, deadline.Token).ConfigureAwait(false);
            if (ProviderError.IsPage(text, answer.Content.Headers.ContentType?.MediaType))
            {
                throw ProviderError.Page(text, options);
            }
            using var document = Parse(text);
            return ChatResponseJson.Read(document.RootElement, options);
        }
        catch (Exception error) when (deadline.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>An answer whose events are still to be read; the caller disposes it.</summary>
    public async ValueTask<OpenStream> OpenStreamAsync(ReadOnlyMemory<byte> body, string model, CancellationToken cancel)
    {
        var deadline = new Deadline(options, cancel);
        HttpResponseMessage? answer = null;
        try
        {
            answer = await SendAsync(body, model, deadline.Token).ConfigureAwait(false);
            if (answer.Content.Headers.ContentType?.MediaType is not "text/event-stream")
            {
                throw NotAStream(await ReadStartAsync(answer.Content, deadline.Token).ConfigureAwait(false), answer);
            }
            var stream = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            // Each event of a few characters comes in some hundred bytes of JSON.
            var bounded = new BoundedStream(stream, 512L * options.MaxAnswerLength, () => AnswerCheck.TooLarge(options));
            return new OpenStream(answer, new StreamReader(bounded, Encoding.UTF8), deadline);
        }
        catch (Exception error)
        {
            answer?.Dispose();
            deadline.Dispose();
            if (deadline.Translate(error) is { } translated)
            {
                throw translated;
            }
            throw;
        }
    }

    private ModelException NotAStream(string text, HttpResponseMessage answer) =>
        ProviderError.IsPage(text, answer.Content.Headers.ContentType?.MediaType)
            ? ProviderError.Page(text, options)
            : new ModelException(ModelErrorKind.BadResponse,
                $"{options.Provider.BaseUrl.Host} did not stream the answer it was asked to stream.")
            { Body = ProviderError.Excerpt(text) };

    private async Task<HttpResponseMessage> SendAsync(ReadOnlyMemory<byte> body, string model, CancellationToken cancel)
    {
        var address = $"{options.Provider.BaseUrl.ToString().TrimEnd('/')}/chat/completions";
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (options.ApiKey is { Length: > 0 } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        if (options.AppName is { Length: > 0 } name)
        {
            request.Headers.TryAddWithoutValidation("X-Title", name);
        }
        if (options.AppUrl is { } url)
        {
            request.Headers.TryAddWithoutValidation("HTTP-Referer", url.ToString());
        }
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }
        using (answer)
        {
            var text = await ReadStartAsync(answer.Content, cancel).ConfigureAwait(false);
            throw ProviderError.Of(answer.StatusCode, text, answer.Headers, options, model);
        }
    }

    private async Task<string> ReadAsync(HttpContent content, long limit, CancellationToken cancel)
    {
        using var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        using var reader = new StreamReader(new BoundedStream(stream, limit, () => AnswerCheck.TooLarge(options)), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel).ConfigureAwait(false);
    }

    private static async Task<string> ReadStartAsync(HttpContent content, CancellationToken cancel)
    {
        using var stream = await content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var buffer = new byte[ErrorBodyLimit];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private JsonDocument Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ModelException(
                ModelErrorKind.Empty, $"{options.Provider.BaseUrl.Host} answered with nothing at all.", "Try again.");
        }
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException error)
        {
            throw new ModelException(ModelErrorKind.Transport,
                $"{options.Provider.BaseUrl.Host} answered with JSON that is cut off or broken.", "Try again.", error)
            { Body = ProviderError.Excerpt(text) };
        }
    }
}
