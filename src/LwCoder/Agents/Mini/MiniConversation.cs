using LwCoder.Agents.Events;
using LwCoder.Prompting.Models;
using Microsoft.Extensions.AI;

namespace LwCoder.Agents.Mini;

/// <summary>What a conversation came to.</summary>
internal sealed record LastWords(ResultStatus Status, string Text);

/// <summary>
/// A linear conversation: ask the model, carry out the tools it calls, tell it what came of them and what is left of the
/// budget, until it finishes. Nothing is ever taken out of the history or changed in it.
/// </summary>
/// <param name="name">Of the agent that speaks, for whoever records or scripts the model.</param>
/// <param name="parent">The tool call that started a subagent; null for the main conversation.</param>
internal sealed class MiniConversation(MiniSession session, MiniTools tools, string name, string? parent)
{
    /// <summary>Answers in a row that call no tool, or are no answers, before the agent is given up.</summary>
    private const int MostIdleAnswers = 3;

    private readonly List<ChatMessage> _history = [];
    private int _idle;

    public async Task<LastWords> RunAsync(string instructions, string task, CancellationToken cancel)
    {
        _history.Add(new ChatMessage(ChatRole.System, instructions));
        _history.Add(new ChatMessage(ChatRole.User, $"{task.TrimEnd()}\n\n{session.Remaining}"));
        while (true)
        {
            if (await AskAsync(cancel) is not { } answer)
            {
                continue;
            }
            _history.AddRange(answer.Messages);
            var calls = answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                if (parent is not null)
                {
                    // A subagent that answers in words has answered.
                    return new LastWords(ResultStatus.Success, answer.Text);
                }
                Remind("Your answer called no tool. Call a tool to go on, or 'finish' if the work is done or cannot be done.");
                continue;
            }
            _idle = 0;
            if (await CarryOutAsync(calls, cancel) is { } last)
            {
                return last;
            }
        }
    }

    private async Task<ChatResponse?> AskAsync(CancellationToken cancel)
    {
        try
        {
            return await session.AskAsync(_history, tools, name, parent, cancel);
        }
        catch (ModelException useless)
        {
            Remind($"Your answer was of no use: {useless.Message} Answer again, shorter, with a tool call.");
            return null;
        }
    }

    private async Task<LastWords?> CarryOutAsync(List<FunctionCallContent> calls, CancellationToken cancel)
    {
        var results = new List<AIContent>();
        foreach (var call in calls)
        {
            if (MiniTools.ReadFinish(call) is { } last)
            {
                return last;
            }
            var id = session.NextCall();
            session.Emit(new ToolCalled(id, call.Name, MiniTools.ArgumentsOf(call)), parent);
            var output = await tools.CallAsync(call, id, cancel);
            session.Emit(new ToolReturned(id, output.IsError, output.ExitCode, output.Text), parent);
            var left = call == calls[^1] ? $"\n\n{session.Remaining}" : "";
            results.Add(new FunctionResultContent(call.CallId, output.Text + left));
        }
        _history.Add(new ChatMessage(ChatRole.Tool, results));
        return null;
    }

    private void Remind(string words)
    {
        if (++_idle == MostIdleAnswers)
        {
            throw new MiniStop(null, $"the model gave {MostIdleAnswers} answers in a row that call no tool");
        }
        _history.Add(new ChatMessage(ChatRole.User, $"{words}\n\n{session.Remaining}"));
    }
}
