using System.Text;
using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Learning;

/// <summary>
/// Samples as tools before this one left them: none has a plan, one has metadata and prompts, one a trace of 700 KB, one a
/// summary; the JSON has keys of its own.
/// </summary>
internal static class OldSamples
{
    public const string Huge = "train-command-v1";

    /// <summary>Stands once in the middle of the huge trace, and the feedback quotes it.</summary>
    public const string Needle = "the loader swallowed a broken sample";

    public static void WriteTo(ScratchRepository repository)
    {
        Write(repository, "test-planner-subagent", "The planner should have **asked** before it deleted a test.", Trace(20, ""));
        File.WriteAllText(In(repository, "test-planner-subagent", "metadata.json"), """
            {"plan_id": "test-planner-subagent", "tool": "claude-code-cli", "model": "opus", "recorded_at": "2024-12-10T00:00:00Z",
             "prompt_fingerprint": "a1b2c3d4", "eval_fingerprint": "0badcafe", "recorded_by": {"hand": true}}
            """);
        Directory.CreateDirectory(In(repository, "test-planner-subagent", "prompts"));
        File.WriteAllText(In(repository, "test-planner-subagent", "prompts/main.md"), "PROMPT-OF-THEN: do it.\n");
        Write(repository, "trace-compression", "Fine.", Trace(20, ""));
        File.WriteAllText(
            In(repository, "trace-compression", "code_trace_summary.md"), "# Trace Summary\n\nSUMMARY-INSTEAD-OF-TRACE\n");
        Write(repository, Huge, $"Good work, but \"{Needle}\" and nobody noticed.", Trace(4_500, Needle));
    }

    private static void Write(ScratchRepository repository, string id, string feedback, string trace)
    {
        Directory.CreateDirectory(In(repository, id, ""));
        File.WriteAllText(In(repository, id, "human_feedback.md"), feedback);
        File.WriteAllText(In(repository, id, "code_trace.md"), trace);
        foreach (var (judge, weight) in new[] { ("code-reuse", 0.4), ("plan-compliance", 0.6) })
        {
            File.WriteAllText(In(repository, id, $"judge_{judge}.json"), FormattableString.Invariant($$"""
                {"judge_name": "{{judge}}", "weight": {{weight}}, "score": 0.95, "feedback": "It\u2019s fine.\n\n- twice",
                 "raw": [1]}
                """));
            File.WriteAllText(In(repository, id, $"judge_{judge}.md"), "# It's fine.\n");
        }
        foreach (var (side, failed) in new[] { ("before", 3), ("after", 7) })
        {
            File.WriteAllText(In(repository, id, $"test_results_{side}.json"), FormattableString.Invariant($$"""
                {"command": "pytest", "exit_code": 1, "total_tests": 841, "passed_tests": 830, "failed_tests": {{failed}},
                 "skipped_tests": 4, "failed_test_details": [], "summary": "830 passed", "host": {"os": "linux"} }
                """));
        }
    }

    /// <summary>Fences within fences, escapes of a terminal, and a line of 14 000 characters.</summary>
    private static string Trace(int turns, string needle)
    {
        var trace = new StringBuilder(
            "# Conversation Trace\n\n## Session Metadata\n\n- **Session ID**: 1\n\n## Main Conversation\n");
        for (var turn = 0; turn < turns; turn++)
        {
            trace.Append($"\n### [2025-11-02T10:{turn / 60 % 60:00}:{turn % 60:00}.000Z] Assistant\n\n")
                .Append("**Tool: Read**\n```json\n{}\n```\n**Tool Result** (ID: toolu_01)\n```\n```\n")
                .Append($"\u001b[31mcontent {turn}\u001b[0m of the boring middle\n```\n");
            if (turn == turns / 2)
            {
                trace.Append($"Then {needle}. {new string('x', 14_000)}\n");
            }
        }
        return trace.ToString();
    }

    private static string In(ScratchRepository repository, string id, string name) =>
        Path.Combine(repository[".lw_coder", "training_data", id], name);
}
