using System.Collections.Concurrent;
using LwCoder.Models;
using LwCoder.Prompting.Scripting;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Support;

/// <summary>A model that follows another script in each session of `mini`, and hears what it is told.</summary>
internal sealed class ScriptedSessions(params ScriptEntry[][] sessions) : ILanguageModels
{
    private int _opened;

    public bool IsConfigured => true;

    /// <summary>The newest message of each call, whatever kind it is of.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public IChatClient Open(string? model = null) =>
        new Listening(new ScriptedChatClient(new Script(sessions[_opened++])), Heard);

    private sealed class Listening(IChatClient inner, ConcurrentQueue<string> heard) : DelegatingChatClient(inner)
    {
        public override Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            heard.Enqueue(string.Join('\n', messages.Last().Contents.Select(content => content switch
            {
                FunctionResultContent result => $"{result.Result}",
                var other => $"{other}",
            })));
            return base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
