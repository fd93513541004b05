using System.Security.Cryptography;
using System.Text;
using LwCoder.Agents.Events;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using Microsoft.Extensions.AI;
using CostSource = LwCoder.Agents.Events.CostSource;

namespace LwCoder.Agents.Mini;

/// <summary>One session: the main conversation, those of its subagents, and the budget they share.</summary>
internal sealed class MiniSession(
    BuiltInLaunch launch, IAgentShell shell, IReadOnlyList<Subagent> subagents, Action<SessionEvent> emit)
{
    private readonly MiniBudget _budget = new(launch.Limits, launch.Time);

    /// <summary>
    /// Equal questions of two runs are two attempts: without this, a cache would replay the first one's answers.
    /// </summary>
    private readonly int _rollout = BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(launch.Session))) & int.MaxValue;

    private int _calls;
    private int _answers;

    public async Task RunAsync(CancellationToken cancel)
    {
        Emit(new SessionStarted(
            MiniAgent.Name, ToolVersion.Text, ModelProfile.Of(launch.Model).Defaults.ModelId, "headless"), parent: null);
        try
        {
            var tools = new MiniTools(shell, _budget, subagents, (name, task, call) => DelegateAsync(name, task, call, cancel));
            var conversation = new MiniConversation(this, tools, MiniAgent.Name, parent: null);
            var last = await conversation.RunAsync(MiniPrompt.ForMain(launch.Workspace, subagents), launch.Prompt, cancel);
            Conclude(last.Status, last.Text);
        }
        catch (MiniStop stop)
        {
            if (stop.Class is { } trouble)
            {
                Emit(new SessionError(trouble, stop.Message), parent: null);
            }
            Conclude(ResultStatus.Failed, stop.Message);
        }
    }

    public void Emit(SessionEvent happened, string? parent) => emit(happened with { Session = launch.Session, Parent = parent });

    /// <summary>Ids of ours: providers repeat theirs from one conversation to the next.</summary>
    public string NextCall() => $"call-{++_calls}";

    public string Remaining => launch.Notice() is { } notice ? $"{_budget.Remaining}\n[{notice}]" : _budget.Remaining;

    /// <summary>Asks the model once, within the budget, and tells what it said.</summary>
    /// <exception cref="MiniStop">The budget is used up, or the model cannot be asked.</exception>
    /// <exception cref="ModelException">The answer is of no use, but another one may be.</exception>
    public async Task<ChatResponse> AskAsync(
        IReadOnlyList<ChatMessage> history, MiniTools tools, string name, string? parent, CancellationToken cancel)
    {
        _budget.TakeStep();
        var options = new ChatOptions { Tools = tools.Declarations }.WithSignature(name).WithRolloutId(_rollout);
        try
        {
            var response = await launch.Model.GetResponseAsync(history, options, cancel);
            Tell(response, parent);
            return response;
        }
        catch (ModelException error)
        {
            _budget.Add(error.Usage);
            throw error.Kind is ModelErrorKind.Empty or ModelErrorKind.CutOff ? error : MiniStop.Of(error);
        }
        catch (BudgetException error)
        {
            throw new MiniStop(ErrorClass.Budget, error.Message, error);
        }
        catch (ScriptException error)
        {
            throw new MiniStop(ErrorClass.Other, error.Message, error);
        }
    }

    private async Task<ToolOutput> DelegateAsync(string name, string task, string call, CancellationToken cancel)
    {
        if (subagents.FirstOrDefault(subagent => subagent.Name == name) is not { } subagent)
        {
            return ToolOutput.Failed(
                $"there is no subagent '{name}'; there are: {string.Join(", ", subagents.Select(one => one.Name))}");
        }
        var tools = new MiniTools(shell, _budget, [], delegateAsync: null);
        var conversation = new MiniConversation(this, tools, $"{MiniAgent.Name}/{name}", parent: call);
        var last = await conversation.RunAsync(MiniPrompt.ForSubagent(launch.Workspace, subagent), task, cancel);
        return new ToolOutput(last.Text, IsError: last.Status == ResultStatus.Failed, ExitCode: null);
    }

    private void Tell(ChatResponse response, string? parent)
    {
        var id = $"message-{++_answers}";
        foreach (var content in response.Messages.SelectMany(message => message.Contents))
        {
            var (role, text) = content switch
            {
                TextReasoningContent thought => ("thinking", thought.Text),
                TextContent words => ("assistant", words.Text),
                _ => ("", ""),
            };
            if (!string.IsNullOrWhiteSpace(text))
            {
                Emit(new MessageSpoken(id, role, text), parent);
            }
        }
        var used = Usage.Of(response);
        _budget.Add(used);
        Emit(ModelUsage.ToEvent(id, used), parent);
    }

    private void Conclude(ResultStatus status, string text)
    {
        Emit(ModelUsage.ToEvent(id: null, _budget.Spent), parent: null);
        Emit(new SessionResult(status, text), parent: null);
    }
}
