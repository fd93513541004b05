using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Caching;

/// <summary>
/// Answers equal requests from a <see cref="PromptCache"/>. Every response says in
/// <see cref="ResponseFacts.IsCacheHit"/> where it came from; a hit has no usage, for it used nothing. Errors and answers
/// cut off at the token limit are not kept, and a module forgets answers that it could not use. Streams are read from
/// and written to the cache, but do not wait for each other.
/// </summary>
/// <param name="inner">The client that asks a model.</param>
/// <param name="cache">Where answers are kept.</param>
public sealed class CachingChatClient(IChatClient inner, PromptCache cache) : DelegatingChatClient(inner)
{
    private static readonly JsonTypeInfo<ChatResponse> ResponseType =
        (JsonTypeInfo<ChatResponse>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse));

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The cache.</summary>
    public PromptCache Cache { get; } = cache;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var request = RequestIdentity.Write(ModelProfile.Of(InnerClient), asked, options);
        ChatResponse? fresh = null;
        var answer = await Cache.GetOrCreateAsync(CacheKey.Of(request.Span), async cancel =>
        {
            fresh = await base.GetResponseAsync(asked, options, cancel).ConfigureAwait(false);
            return new CacheDraft(Pack(request, fresh), IsWorthKeeping(fresh));
        }, cancellationToken).ConfigureAwait(false);
        if (!answer.IsHit)
        {
            return Mark(fresh!, isHit: false);
        }
        return Unpack(answer.Payload) ?? await ReplaceAsync(request, asked, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var request = RequestIdentity.Write(ModelProfile.Of(InnerClient), asked, options);
        var key = CacheKey.Of(request.Span);
        if (Cache.Get(key) is { } payload && Unpack(payload) is { } kept)
        {
            foreach (var update in kept.ToChatResponseUpdates())
            {
                yield return update;
            }
            yield break;
        }
        List<ChatResponseUpdate> updates = [];
        await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }
        var response = updates.ToChatResponse();
        Keep(request, response);
    }

    /// <summary>Removes the answer kept for a request, for whoever found out that it is of no use.</summary>
    /// <returns>False if there was none.</returns>
    public bool Forget(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Cache.Remove(CacheKey.Of(RequestIdentity.Write(ModelProfile.Of(InnerClient), messages, options).Span));
    }

    /// <summary>Asks again where an intact entry does not hold a response: damage of another kind, and so a miss.</summary>
    private async Task<ChatResponse> ReplaceAsync(
        ReadOnlyMemory<byte> request, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancel)
    {
        var response = await base.GetResponseAsync(messages, options, cancel).ConfigureAwait(false);
        Keep(request, response);
        return Mark(response, isHit: false);
    }

    private void Keep(ReadOnlyMemory<byte> request, ChatResponse response)
    {
        if (IsWorthKeeping(response))
        {
            Cache.Put(CacheKey.Of(request.Span), Pack(request, response).Span);
        }
    }

    /// <summary>A cut-off answer would stay cut off for ever, and unreadable tool arguments do not survive as JSON.</summary>
    private static bool IsWorthKeeping(ChatResponse response) => response.FinishReason != ChatFinishReason.Length
        && !response.Messages.Any(
            message => message.Contents.Any(content => content is FunctionCallContent { Exception: not null }));

    private ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> request, ChatResponse response)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Readable);
        writer.WriteStartObject();
        writer.WriteString("created_at", Cache.Time.GetUtcNow());
        writer.WritePropertyName("request");
        writer.WriteRawValue(request.Span, skipInputValidation: true);
        writer.WritePropertyName("response");
        JsonSerializer.Serialize(writer, response, ResponseType);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static ChatResponse? Unpack(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            if (document.RootElement.TryGetProperty("response", out var json) && json.Deserialize(ResponseType) is { } response)
            {
                response.Usage = null;
                return Mark(response, isHit: true);
            }
            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NotSupportedException)
        {
            // Not a response: a miss, and soon overwritten.
            return null;
        }
    }

    private static ChatResponse Mark(ChatResponse response, bool isHit)
    {
        (response.AdditionalProperties ??= [])[ResponseFacts.CacheHitKey] = isHit;
        return response;
    }
}
