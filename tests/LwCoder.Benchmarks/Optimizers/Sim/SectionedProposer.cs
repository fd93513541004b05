using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>Puts MIPROv2's question into the words the simulated proposer understands, and its answer into sections.</summary>
internal sealed partial class SectionedProposer(IChatClient model) : DelegatingChatClient(model)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.Last(message => message.Role == ChatRole.User).Text;
        var current = Current().Match(asked);
        var text = $"<current_instruction>{current.Groups[1].Value}</current_instruction>\n"
            + $"{asked.Remove(current.Index, current.Length)}";
        var response = await base.GetResponseAsync([new ChatMessage(ChatRole.User, text)], options, cancellationToken);
        var reply = new ChatMessage(
            ChatRole.Assistant, $"<<<instruction>>>\n{response.Text.Trim('`', '\n')}\n\n<<<end of answer>>>");
        return new ChatResponse(reply) { FinishReason = ChatFinishReason.Stop, Usage = response.Usage };
    }

    [GeneratedRegex(@"<<<current_instruction>>>\n(.*?)\n(?=<<<)", RegexOptions.Singleline)]
    private static partial Regex Current();
}
