using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>Numbers a run's questions, which stands for temperature: the same question again may be answered otherwise.</summary>
internal sealed class SeededModel(IChatClient model, int runSeed) : DelegatingChatClient(model)
{
    private long _asked;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var seeded = options?.Clone() ?? new ChatOptions();
        seeded.Seed = (runSeed * 1000003L) + Interlocked.Increment(ref _asked);
        return base.GetResponseAsync(messages, seeded, cancellationToken);
    }
}
