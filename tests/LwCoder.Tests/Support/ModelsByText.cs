using System.Collections.Concurrent;
using LwCoder.Models;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Support;

/// <summary>Models that answer by what they are asked. A model without a name is another's matter where there is one.</summary>
internal sealed class ModelsByText(Func<string, string> answer, ILanguageModels? unnamed = null) : ILanguageModels
{
    public bool IsConfigured => true;

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>US dollars for each call; null: the provider does not say.</summary>
    public double? Cost { get; init; } = 0.01;

    public IChatClient Open(string? model = null) =>
        model is null && unnamed is not null ? unnamed.Open() : new Client(this, answer);

    private sealed class Client(ModelsByText owner, Func<string, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var asked = string.Join('\n', messages.Select(message => message.Text));
            owner.Asked.Enqueue(asked);
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(asked)))
            {
                FinishReason = ChatFinishReason.Stop,
                AdditionalProperties = owner.Cost is { } cost ? new() { ["cost"] = cost, ["cost_source"] = "billed" } : null,
            });
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ModelProfile)
            ? new ModelProfile("text", false, new ChatOptions())
            : null;

        public void Dispose()
        {
        }
    }
}
