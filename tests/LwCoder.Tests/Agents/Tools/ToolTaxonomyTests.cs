using FsCheck;
using FsCheck.Fluent;
using FluentAssertions;
using LwCoder.Agents.Tools;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Agents.Tools;

public sealed class ToolTaxonomyTests
{
    [Theory]
    // Claude Code
    [InlineData("Read", "read")]
    [InlineData("Grep", "search")]
    [InlineData("Write", "edit")]
    [InlineData("NotebookEdit", "edit")]
    [InlineData("Bash", "shell")]
    [InlineData("Agent", "spawn")]
    [InlineData("Task", "spawn")]
    [InlineData("TodoWrite", "plan")]
    [InlineData("TaskCreate", "plan")]
    [InlineData("AskUserQuestion", "ask")]
    [InlineData("mcp__ctx__scripted_lookup", "mcp")]
    [InlineData("Skill", "other")]
    // droid
    [InlineData("Execute", "shell")]
    [InlineData("Create", "edit")]
    [InlineData("ApplyPatch", "edit")]
    [InlineData("AskUser", "ask")]
    [InlineData("ExitSpecMode", "plan")]
    [InlineData("ctx___scripted_lookup", "mcp")]
    // opencode, codex, qwen
    [InlineData("todowrite", "plan")]
    [InlineData("context7_get-library-docs", "mcp")]
    [InlineData("exec_command", "shell")]
    [InlineData("update_plan", "plan")]
    [InlineData("apply_patch", "edit")]
    [InlineData("run_shell_command", "shell")]
    [InlineData("search_file_content", "search")]
    // Kilo and Roo Code, in the conversation and on the screen
    [InlineData("read_file", "read")]
    [InlineData("readFile", "read")]
    [InlineData("appliedDiff", "edit")]
    [InlineData("newFileCreated", "edit")]
    [InlineData("listFilesTopLevel", "search")]
    [InlineData("execute_command", "shell")]
    [InlineData("use_mcp_tool", "mcp")]
    [InlineData("new_task", "spawn")]
    [InlineData("updateTodoList", "plan")]
    [InlineData("ask_followup_question", "ask")]
    [InlineData("switchMode", "other")]
    [InlineData("attempt_completion", "other")]
    [InlineData("", "other")]
    public void Each_agents_tools_have_a_kind(string tool, string kind)
    {
        ToolTaxonomy.Classify(tool, "{}").Kind.Name().Should().Be(kind);
    }

    [Theory]
    [InlineData("pytest -q", "test")]
    [InlineData("cd web && npm test", "test")]
    [InlineData("CI=1 timeout 600 uv run --with x .venv/bin/pytest tests | tail -5", "test")]
    [InlineData("python3 -m pytest", "test")]
    [InlineData("bash -lc 'dotnet test --no-build'", "test")]
    [InlineData("(cd build && ctest -V)", "test")]
    [InlineData("out=$(go test ./... 2>&1); echo \"$out\"", "test")]
    [InlineData("for d in a b; do (cd $d && cargo test); done", "test")]
    [InlineData("npx --yes jest src", "test")]
    [InlineData("mvn -q clean verify", "test")]
    [InlineData("npm --prefix web test", "test")]
    [InlineData("echo run pytest later", "shell")]
    [InlineData("git commit -m 'make pytest pass'", "shell")]
    [InlineData("cat > run.sh <<'EOF'\npytest\nEOF\nchmod +x run.sh", "shell")]
    [InlineData("pip install pytest", "shell")]
    [InlineData("pytest --version", "shell")]
    [InlineData("pytest --collect-only -q", "shell")]
    [InlineData("# pytest\nmake install", "shell")]
    [InlineData("npm -s install test", "shell")]
    [InlineData("cat src/a.py | head -50", "read")]
    [InlineData("cd src && sed -n '1,80p' a.cs", "read")]
    [InlineData("sed -i 's/a/b/' a.cs", "shell")]
    [InlineData("cat a > b", "shell")]
    [InlineData("cat a 2>/dev/null", "read")]
    [InlineData("ls -la && cat a", "search")]
    [InlineData("rg -n foo src | head", "search")]
    [InlineData("find . -name '*.o' -delete", "shell")]
    [InlineData("git grep foo", "search")]
    [InlineData("git status", "shell")]
    [InlineData("ls pytest", "search")]
    [InlineData("", "shell")]
    public void A_shell_command_is_what_it_really_runs(string command, string kind)
    {
        ToolTaxonomy.Shell("Bash", command).Kind.Name().Should().Be(kind);
    }

    [Fact]
    public void Arguments_say_what_a_call_is_about()
    {
        ToolTaxonomy.Classify("Task", """{"subagent_type":"code-review-auditor"}""").Subagent.Should().Be("code-review-auditor");
        ToolTaxonomy.Classify("Read", """{"file_path":"/a"}""").Target.Should().Be("/a");
        ToolTaxonomy.Classify("use_mcp_tool", """{"server_name":"s","tool_name":"t"}""")
            .Should().BeEquivalentTo(new { Kind = ToolKind.Mcp, Server = "s", ServedTool = "t" });
        ToolTaxonomy.Classify("mcp__ctx__lookup", "{}").Should().BeEquivalentTo(new { Server = "ctx", ServedTool = "lookup" });
        ToolTaxonomy.Classify("sequentialthinking_process_thought", "{}").ServedTool.Should().Be("process_thought");
    }

    [Fact]
    public void The_list_of_arguments_that_codex_gives_is_a_command()
    {
        ToolTaxonomy.Classify("shell", """{"command":["bash","-lc","cd a && pytest -q"]}""").Kind.Should().Be(ToolKind.Test);
        ToolTaxonomy.Classify("exec_command", """{"cmd":"pytest"}""").Kind.Should().Be(ToolKind.Test);
    }

    [Theory]
    [InlineData("{\"command\":\"pyte")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"command\":\"\\ud83d\"}")]
    public void Arguments_that_are_cut_leave_a_shell_a_shell(string arguments)
    {
        ToolTaxonomy.Classify("Bash", arguments).Kind.Should().Be(ToolKind.Shell);
    }

    [Fact]
    public void Any_text_can_be_a_command()
    {
        var parts = Gen.Elements(
            "a", " ", "'", "\"", "$(", ")", "(", "`", "&&", "||", "|", ";", "\n", "<<E", ">", "<", "{", "}", "!", "bash -c ",
            "pytest", "if", "\\", "#", "&", "$", "\r\n", "=", "-", "eval ", "2>&1", "exit $?", "set -euo pipefail");
        Prop.ForAll(Gen.ListOf(parts).Select(list => string.Concat(list)).ToArbitrary(), command =>
        {
            var use = ToolTaxonomy.Shell("bash", command);
            return Enum.IsDefined(use.Kind);
        }).ShouldHold();
    }

    [Fact]
    public void Brackets_without_end_cost_no_stack()
    {
        ToolTaxonomy.Shell("bash", new string('(', 60_000)).Kind.Should().Be(ToolKind.Shell);
        ToolTaxonomy.Shell("bash", string.Concat(Enumerable.Repeat("$(", 20_000)) + new string(')', 20_000)).Should().NotBeNull();
        ToolTaxonomy.Shell("bash", string.Concat(Enumerable.Repeat("{ ", 20_000))).Should().NotBeNull();
    }
}
