using System.Text;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Codex;
using LwCoder.Agents.Droid;
using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Recording.Import;

/// <summary>
/// The file in which a source keeps a session, and how one is made: a question, an answer that calls a tool, its result and an
/// answer, with letters of two, three and four bytes.
/// </summary>
/// <param name="File">Where it lies, with ID for its session.</param>
/// <param name="Text">What is in it, with ID for its session.</param>
/// <param name="IsLines">JSON lines, and not one JSON value.</param>
internal sealed record SessionFileKind(string Name, string File, string Text, bool IsLines)
{
    private const string Stamp = "20260105_08000";

    public static IReadOnlyList<SessionFileKind> All { get; } =
    [
        new("kilo", "tasks/ID/api_conversation_history.json", """
            [{"role":"user","ts":1767600000400,"content":[{"type":"text","text":"<task>\nFix größe — 🙂\n</task>"}]},
             {"role":"assistant","ts":1767600001600,"content":[{"type":"text","text":"I will look."},{"type":"tool_use","id":"t1","name":"execute_command","input":{"command":"pytest"}}]},
             {"role":"user","ts":1767600002500,"content":[{"type":"tool_result","tool_use_id":"t1","content":"Exit code: 0\nOutput:\n1 passed","is_error":false}]},
             {"role":"assistant","ts":1767600003600,"id":"m4","content":[{"type":"text","text":"Done."}]}]
            """, IsLines: false),
        new("claude-code", ".claude/projects/p/ID.jsonl", """
            {"type":"user","uuid":"u1","sessionId":"ID","version":"2.1","cwd":"/w","permissionMode":"default","timestamp":"2026-01-05T08:00:00Z","message":{"role":"user","content":"Fix größe — 🙂"}}
            {"type":"assistant","uuid":"u2","sessionId":"ID","timestamp":"2026-01-05T08:00:01Z","message":{"id":"m1","role":"assistant","model":"opus","content":[{"type":"text","text":"I will look."},{"type":"tool_use","id":"t1","name":"Bash","input":{"command":"pytest"}}],"usage":{"input_tokens":10,"output_tokens":5}}}
            {"type":"user","uuid":"u3","sessionId":"ID","isSidechain":false,"timestamp":"2026-01-05T08:00:02Z","toolUseResult":{"agentId":null},"message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":false,"content":"1 passed"}]}}
            {"type":"assistant","uuid":"u4","sessionId":"ID","timestamp":"2026-01-05T08:00:03Z","message":{"id":"m2","role":"assistant","stop_reason":"end_turn","content":[{"type":"text","text":"Done."}]}}
            """, IsLines: true),
        new("droid", ".factory/sessions/p/ID.jsonl", """
            {"type":"session_start","id":"ID","title":"t","cwd":"/w"}
            {"type":"message","id":"m1","timestamp":"2026-01-05T08:00:00Z","message":{"role":"user","content":[{"type":"text","text":"Fix größe — 🙂"}]}}
            {"type":"message","id":"m2","timestamp":"2026-01-05T08:00:01Z","message":{"role":"assistant","content":[{"type":"text","text":"I will look."},{"type":"tool_use","id":"t1","name":"Execute","input":{"command":"pytest"}}]}}
            {"type":"message","id":"m3","timestamp":"2026-01-05T08:00:02Z","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":false,"content":"1 passed"}]}}
            {"type":"message","id":"m4","timestamp":"2026-01-05T08:00:03Z","message":{"role":"assistant","content":[{"type":"text","text":"Done."}]}}
            {"type":"agent_turn_outcome","timestamp":"2026-01-05T08:00:04Z","reason":"completed"}
            """, IsLines: true),
        new("codex", "codex/2026/01/05/rollout-ID.jsonl", """
            {"timestamp":"2026-01-05T08:00:00Z","type":"session_meta","payload":{"id":"ID","cwd":"/w","cli_version":"0.169.0","source":"exec"}}
            {"timestamp":"2026-01-05T08:00:00Z","type":"turn_context","payload":{"cwd":"/w","approval_policy":"never","model":"m"}}
            {"timestamp":"2026-01-05T08:00:00Z","type":"response_item","payload":{"type":"message","id":"m1","role":"user","content":[{"type":"input_text","text":"Fix größe — 🙂"}]}}
            {"timestamp":"2026-01-05T08:00:01Z","type":"response_item","payload":{"type":"message","id":"m2","role":"assistant","content":[{"type":"output_text","text":"I will look."}]}}
            {"timestamp":"2026-01-05T08:00:01Z","type":"response_item","payload":{"type":"function_call","id":"f1","name":"exec_command","arguments":"{\"cmd\":\"pytest\"}","call_id":"t1"}}
            {"timestamp":"2026-01-05T08:00:01Z","type":"token_usage_record","payload":{"response_id":"r1","usage":{"input_tokens":12,"cached_input_tokens":2,"output_tokens":5}}}
            {"timestamp":"2026-01-05T08:00:02Z","type":"response_item","payload":{"type":"function_call_output","call_id":"t1","output":"1 passed"}}
            {"timestamp":"2026-01-05T08:00:03Z","type":"response_item","payload":{"type":"message","id":"m3","role":"assistant","content":[{"type":"output_text","text":"Done."}]}}
            {"timestamp":"2026-01-05T08:00:03Z","type":"event_msg","payload":{"type":"task_complete","last_agent_message":"Done."}}
            """, IsLines: true),
        new("opencode", "exports/ID.json", """
            {"info":{"id":"ID","directory":"/w","version":"1.18.33","time":{"created":1767600000000}},"messages":[
             {"info":{"id":"ID-1","role":"user","time":{"created":1767600000400}},"parts":[{"id":"p1","type":"text","text":"Fix größe — 🙂"}]},
             {"info":{"id":"ID-2","role":"assistant","modelID":"m","mode":"build","time":{"created":1767600001600,"completed":1767600002600},"cost":0.01,"tokens":{"input":10,"output":5,"cache":{"read":1,"write":2}}},"parts":[{"id":"p2","type":"text","text":"I will look.","time":{"start":1767600001700}},{"id":"p3","type":"tool","tool":"bash","callID":"t1","state":{"status":"completed","input":{"command":"pytest"},"output":"1 passed","metadata":{"exit":0},"time":{"start":1767600001800,"end":1767600001900}}}]},
             {"info":{"id":"ID-3","role":"assistant","finish":"stop","time":{"created":1767600003600}},"parts":[{"id":"p4","type":"text","text":"Done."}]}]}
            """, IsLines: false),
        new("runs", $"runs/ID/{Stamp}0/session.jsonl", """
            {"ts":"2026-01-05T08:00:00Z","seq":1,"session":"ID","kind":"session","tool":"mini","version":"1","model":"m","mode":"headless"}
            {"ts":"2026-01-05T08:00:00Z","seq":2,"session":"ID","kind":"message","id":"m1","role":"user","text":"Fix größe — 🙂"}
            {"ts":"2026-01-05T08:00:01Z","seq":3,"session":"ID","kind":"message","id":"m2","role":"assistant","text":"I will look."}
            {"ts":"2026-01-05T08:00:01Z","seq":4,"session":"ID","kind":"tool_call","id":"t1","tool":"bash","args":{"command":"pytest"}}
            {"ts":"2026-01-05T08:00:02Z","seq":5,"session":"ID","kind":"tool_result","id":"t1","is_error":false,"exit_code":0,"text":"1 passed"}
            {"ts":"2026-01-05T08:00:03Z","seq":6,"session":"ID","kind":"message","id":"m3","role":"assistant","text":"Done."}
            {"ts":"2026-01-05T08:00:04Z","seq":7,"session":"ID","kind":"usage","id":"m3","in":10,"out":5,"cached":1,"cost":0.01,"cost_source":"billed"}
            {"ts":"2026-01-05T08:00:04Z","seq":8,"session":"ID","kind":"result","status":"success","text":"Done."}
            """, IsLines: true),
    ];

    public byte[] Good(string id) => Encoding.UTF8.GetBytes(Text.Replace("ID", id, StringComparison.Ordinal));

    /// <summary>Makes the folder of a session's file, and what else belongs to it.</summary>
    /// <returns>The file, which is not there yet.</returns>
    public string Prepare(string root, string id)
    {
        var file = Path.Combine([root, .. File.Replace("ID", id, StringComparison.Ordinal).Split('/')]);
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!).FullName;
        if (Name == RunSource.SourceName)
        {
            var run = new RunId(id, $"{Stamp}0");
            new RunDirectory(run, folder).WriteManifest(Manifests.New(run) with { Tool = "mini", SessionId = id });
        }
        return file;
    }

    public void WriteGood(string root, string id) => System.IO.File.WriteAllBytes(Prepare(root, id), Good(id));

    public IImportSource Source(string root) => Name switch
    {
        "kilo" => new TranscriptSource(Name, new KiloTasks(), [root], needsLinks: true),
        "claude-code" => new TranscriptSource(Name, new ClaudeTranscripts(), [Path.Combine(root, ".claude", "projects")]),
        "droid" => new TranscriptSource(Name, new DroidTranscripts(), [Path.Combine(root, ".factory", "sessions")]),
        "codex" => new TranscriptSource(Name, new CodexTranscripts(), [Path.Combine(root, "codex")]),
        "opencode" => new Exports(root),
        _ => new RunSource(Path.Combine(root, "runs")),
    };

    public override string ToString() => Name;

    private sealed class Exports(string root) : IImportSource
    {
        private readonly OpenCodeSource _source = new(root);

        public string Name => _source.Name;

        public IReadOnlyList<string> UsualPlaces => [Path.Combine(root, "exports")];

        public IEnumerable<ImportUnit> Find(string place) => _source.Find(place);
    }
}
