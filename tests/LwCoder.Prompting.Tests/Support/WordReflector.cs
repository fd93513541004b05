using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>Reads the feedback of <see cref="RuleTask"/> and adds a word it asks for: the same to the same question.</summary>
internal sealed partial class WordReflector : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        var prompt = messages.Single().Text;
        var text = Present().Match(prompt).Groups[1].Value;
        var word = Needed().Match(prompt) is { Success: true } found ? found.Groups[1].Value.TrimEnd('2', '3') : "nothing";
        return Task.FromResult(StubClient.Text($"Here it is:\n```\n{text} {word}\n```"));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    [GeneratedRegex("<current_instruction>\n(.*?)\n</current_instruction>", RegexOptions.Singleline)]
    private static partial Regex Present();

    [GeneratedRegex(@"It needs (\w+)\.")]
    private static partial Regex Needed();
}
