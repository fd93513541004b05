using System.Text;

namespace LwCoder.Tests.Support;

/// <summary>Samples as the tools before this one left them: no plan, no metadata, keys of their own, huge traces.</summary>
internal static class OldSample
{
    /// <summary>Words that stand in the middle of the trace, where the feedback points.</summary>
    public const string Needle = "the parser swallowed the blank line";

    public static void Write(TemporaryRepository repository, string planId, double score = 0.95, string feedback = "")
    {
        var folder = $".lw_coder/training_data/{planId}";
        repository.Write($"{folder}/human_feedback.md", $"Mostly good, but \"{Needle}\" cost an hour. {feedback}\n");
        repository.Write($"{folder}/judge_code-reuse.json", $$"""
            {"judge_name": "code-reuse", "weight": 0.4, "score": {{score}}, "feedback": "It\u2019s fine.", "extra": {"a": [1] } }
            """);
        repository.Write($"{folder}/test_results_after.json", """
            {"command": "pytest", "exit_code": 1, "total_tests": 841, "passed_tests": 834, "failed_tests": 3, "skipped_tests": 4,
             "failed_test_details": [], "summary": "834 passed", "noise": null}
            """);
    }

    /// <summary>700 KB and 14 000 characters in a line.</summary>
    public static string Trace()
    {
        var trace = new StringBuilder("# Conversation Trace\n\n## Main Conversation\n");
        for (var turn = 0; turn < 7_400; turn++)
        {
            trace.Append(
                $"\n### [2025-11-02T10:{turn / 60 % 60:00}:{turn % 60:00}.000Z] Assistant\n\nStep {turn} of the boring "
                + "middle.\n");
            trace.Append(turn == 3_500 ? $"I see: {Needle}, and START{new string('x', 14_000)}END\n" : "Nothing to see here.\n");
        }
        return trace.ToString();
    }
}
