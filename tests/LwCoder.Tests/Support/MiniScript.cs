using LwCoder.Models;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Support;

/// <summary>Scripted answers for the agent `mini`.</summary>
internal static class MiniScript
{
    public static ScriptEntry Bash(string command, int? seconds = null) => Call(
        "bash", seconds is null ? [("command", command)] : [("command", command), ("timeout_seconds", (long)seconds)]);

    public static ScriptEntry Edit(string path, string find, string replace) =>
        Call("edit", ("path", path), ("find", find), ("replace", replace));

    public static ScriptEntry Write(string path, string text) => Call("write", ("path", path), ("text", text));

    public static ScriptEntry Finish(string summary = "all done", bool failed = false) =>
        Call("finish", ("summary", summary), ("failed", failed));

    public static ScriptEntry Fails(ModelErrorKind error) => new() { Error = error };

    public static ScriptEntry Call(string tool, params (string, object?)[] arguments) =>
        new() { ToolCalls = [new ScriptToolCall(tool, FieldValues.Of(arguments))] };

    public static ILanguageModels Models(params ScriptEntry[] answers) => new ScriptedModels(answers);

    private sealed class ScriptedModels(ScriptEntry[] answers) : ILanguageModels
    {
        public bool IsConfigured => true;

        public IChatClient Open(string? model = null) => new ScriptedChatClient(new Script(answers));
    }
}
