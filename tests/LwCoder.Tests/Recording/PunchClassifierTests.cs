using LwCoder.Agents.Events;
using LwCoder.Recording.Punches;
using LwCoder.Telemetry.Rows;
using static LwCoder.Tests.Recording.SessionProjectorTests;

namespace LwCoder.Tests.Recording;

public sealed class PunchClassifierTests
{
    [Theory]
    [InlineData("Read", "{}", null, false, "tool_call read")]
    [InlineData("readFile", "{}", null, false, "tool_call read_file")]
    [InlineData("TodoWrite", "{}", null, true, "tool_call todo_write")]
    [InlineData("", "{}", null, false, "tool_call unknown_tool")]
    [InlineData("mcp__augment__codebase-retrieval", "{}", null, false, "mcp_call codebase___retrieval")]
    [InlineData("sequentialthinking_process_thought", "{}", null, false, "mcp_call process_thought")]
    [InlineData("context7_get-library-docs", "{}", null, false, "mcp_call get_library_docs")]
    [InlineData("use_mcp_tool", """{"server_name":"s","tool_name":"export-session"}""", null, false, "mcp_call export_session")]
    [InlineData("Task", """{"subagent_type":"code-review-auditor"}""", null, false, "child_spawn code-review-auditor")]
    [InlineData("new_task", """{"mode":"code"}""", null, false, "child_spawn code")]
    [InlineData("task", "{}", null, false, "child_spawn unknown_child")]
    [InlineData("Bash", """{"command":"pytest -q"}""", 0, false, "gate_pass pytest")]
    [InlineData("Bash", """{"command":"pytest -q"}""", 1, false, "gate_fail pytest")]
    [InlineData("Bash", """{"command":".venv/bin/pytest"}""", 0, false, "gate_pass pytest")]
    [InlineData("Bash", """{"command":"ruff check --check src"}""", 0, false, "gate_pass ruff-check")]
    [InlineData("Bash", """{"command":"ruff format --check . && mypy ."}""", 0, false, "gate_pass ruff-format, gate_pass mypy")]
    [InlineData("Bash", """{"command":"pytest"}""", null, true, "command_exec bash")]
    [InlineData("Bash", """{"command":"echo run pytest later"}""", 0, false, "command_exec bash")]
    [InlineData("Bash", """{"command":"pytest || true"}""", 0, false, "command_exec bash")]
    [InlineData("Bash", """{"command":"pytest a && pytest b"}""", 0, false, "gate_pass pytest")]
    [InlineData("Bash", """{"comm""", 0, false, "command_exec bash")]
    public void A_tool_that_was_answered_is_evidence_of_one_kind(
        string tool, string arguments, int? code, bool isError, string expected)
    {
        var rows = Project(Call("t", tool, arguments), Return("t", "x") with { ExitCode = code, IsError = isError });

        string.Join(", ", rows.Punches.Select(row => $"{PunchTypeName.Of(row.Type)} {row.Key}")).Should().Be(expected);
    }

    [Fact]
    public void The_same_events_give_the_same_hashes()
    {
        SessionEvent[] events =
            [Call("t", "Bash", """{"command":"pytest && ruff check ."}"""), Return("t", "ok") with { ExitCode = 0 }];

        Project(events).Punches.Select(row => row.SourceHash).Should().OnlyHaveUniqueItems()
            .And.Equal(Project(events).Punches.Select(row => row.SourceHash));
    }

    [Theory]
    [InlineData("HTTPFetch", "http_fetch")]
    [InlineData("listFilesTopLevel", "list_files_top_level")]
    [InlineData("a-b c", "a_b_c")]
    public void Names_are_written_in_one_way(string name, string key)
    {
        PunchKey.OfTool(name).Should().Be(key);
    }
}
