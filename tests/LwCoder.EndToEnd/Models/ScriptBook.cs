using System.Collections.Concurrent;

namespace LwCoder.EndToEnd.Models;

/// <summary>
/// What the scripted model does, turn by turn, under each script's name. After the last step it says it is done.
/// </summary>
internal sealed class ScriptBook
{
    public const string HelloFile = "hello.txt";
    public const string Hello = "hello from the scripted model\n";
    public const string Final = "All done, as scripted.";

    /// <summary>The subagent that `sub` calls, and what it is told and says.</summary>
    public const string Subagent = "scripted-helper";
    /// <summary>A subagent that comes with lw_coder, for `review`.</summary>
    public const string Reviewer = "code-review-auditor";

    public const string SubagentTask = "SUBAGENT-TASK: say hello";
    public const string SubagentAnswer = "The subagent says hello.";

    private readonly ConcurrentDictionary<string, Step[]> _scripts = new()
    {
        ["ok"] = [Step.Write(HelloFile, Hello), Step.Shell("cat hello.txt && git status --short")],
        ["commit"] = [Step.Write(HelloFile, Hello), Step.Shell("git add -A"), Step.Shell("git commit -q -m 'Add hello.txt'")],
        ["edit"] = [Step.Read("README.md"), Step.Replace("README.md", "first", "second")],
        ["text"] = [],
        ["sub"] = [Step.Delegate(Subagent, SubagentTask)],
        ["review"] = [Step.Write(HelloFile, Hello), Step.Delegate(Reviewer, SubagentTask), Step.Shell("git status --short")],
        // Is still at it when it is stopped. Claude Code refuses a command that begins with a long sleep.
        ["slow"] = [Step.Write(HelloFile, Hello), Step.Shell("echo begin; sleep 600; echo end")],
        ["denied"] = [Step.Fetch("http://127.0.0.1:9/"), Step.Shell("git push --force origin HEAD", risk: "high")],
    };

    /// <summary>How an agent is told that says nothing without a tool.</summary>
    private static readonly Step Finish = new(["finish"], _ => new() { ["summary"] = Final });

    private readonly ConcurrentDictionary<string, Func<Conversation, string?>> _answers = new();

    public void Add(string name, params Step[] steps) => _scripts[name] = steps;

    /// <summary>
    /// A script that answers questions with a text; one that has steps as well, only those that come without tools. Where the
    /// text is null, it goes on as the script of its name does.
    /// </summary>
    public void AddAnswer(string name, Func<Conversation, string?> answer) => _answers[name] = answer;

    public Reply Next(string script, Conversation conversation)
    {
        if (conversation.UserTexts.Any(told => told.Contains(SubagentTask, StringComparison.Ordinal)))
        {
            return new TextReply(SubagentAnswer);
        }
        if (_answers.TryGetValue(script, out var answer) && (conversation.Tools.Count == 0 || !_scripts.ContainsKey(script))
            && answer(conversation) is { } text)
        {
            return new TextReply(text);
        }
        if (SickScripts.Find(script) is { } sick)
        {
            if (conversation.Tools.Count > 0 && !SickScripts.IsTold(conversation))
            {
                return sick(conversation.ToolResults).In(conversation);
            }
            script = "ok";
        }
        var steps = _scripts[script];
        // A request without tools is an agent's side question, such as a title for the session.
        return conversation.Tools.Count > 0 && conversation.ToolResults < steps.Length
            ? steps[conversation.ToolResults].In(conversation)
            : conversation.Tools.ContainsKey("finish") ? Finish.In(conversation) : new TextReply(Final);
    }
}
