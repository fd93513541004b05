using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>Writes every call, answered or failed, to a <see cref="CallLog"/>. Belongs above a cache, to see its hits.</summary>
/// <param name="inner">The client below.</param>
/// <param name="log">Where calls are written.</param>
/// <param name="time">The clock; null: the system's.</param>
public sealed class CallLogChatClient(IChatClient inner, CallLog log, TimeProvider? time = null) : DelegatingChatClient(inner)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var call = Begin(asked, options);
        try
        {
            var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            call.End(response);
            return response;
        }
        catch (Exception error)
        {
            call.Fail(error);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> asked = [.. messages];
        var call = Begin(asked, options);
        List<ChatResponseUpdate> updates = [];
        var stream = base.GetStreamingResponseAsync(asked, options, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using var closing = stream.ConfigureAwait(false);
        while (await call.MoveAsync(stream).ConfigureAwait(false))
        {
            updates.Add(stream.Current);
            yield return stream.Current;
        }
        call.End(updates.ToChatResponse());
    }

    private OpenCall Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => new(
        log, _time, messages, options.GetSignature(), options?.ModelId ?? ModelProfile.Of(InnerClient).Defaults.ModelId);

    private sealed class OpenCall(
        CallLog log, TimeProvider time, IReadOnlyList<ChatMessage> messages, string? signature, string? model)
    {
        private readonly DateTimeOffset _at = time.GetUtcNow();
        private readonly long _started = time.GetTimestamp();

        public async Task<bool> MoveAsync(IAsyncEnumerator<ChatResponseUpdate> stream)
        {
            try
            {
                return await stream.MoveNextAsync().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                Fail(error);
                throw;
            }
        }

        public void End(ChatResponse response) => Add(response.ModelId ?? model, response.Text, Usage.Of(response), null);

        public void Fail(Exception error) => Add(
            model, null, (error as ModelException)?.Usage ?? Usage.None, $"{error.GetType().Name}: {error.Message}");

        private void Add(string? answeredBy, string? answer, Usage usage, string? error) => log.Add(new CallRecord(
            _at, signature, answeredBy, messages, answer, usage, time.GetElapsedTime(_started), error));
    }
}
