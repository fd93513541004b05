using System.Collections.Concurrent;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>A client that answers by a function of the call's number, from 1, and remembers what it was asked.</summary>
internal sealed class StubClient(Func<int, ChatResponse> answer, bool supportsJsonSchema = false) : IChatClient
{
    private int _calls;

    public StubClient(params string[] answers) : this(number => Text(answers[Math.Min(number, answers.Length) - 1]))
    {
    }

    public int Calls => _calls;

    public TimeSpan Delay { get; init; }

    public ConcurrentQueue<(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Asked { get; } = new();

    public static ChatResponse Text(string text) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        ModelId = "stub",
        FinishReason = ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 5 },
        AdditionalProperties = new() { ["cost"] = 0.01, ["cost_source"] = "billed" },
    };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Enqueue(([.. messages], options));
        var number = Interlocked.Increment(ref _calls);
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, cancellationToken);
        }
        return answer(number);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ModelProfile)
        ? new ModelProfile("stub", supportsJsonSchema, new ChatOptions { ModelId = "stub" })
        : null;

    public void Dispose()
    {
    }
}
