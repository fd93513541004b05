using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Agents.Events;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed partial class TraceWriterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 250, TimeSpan.Zero);

    [Fact]
    public void A_session_reads_as_a_conversation()
    {
        var trace = TraceWriter.Render(
        [
            new SessionStarted("claude-code", "2.1", "opus", null) { Time = Noon, Session = "s1" },
            new MessageSpoken("m1", "assistant", "I list."),
            new ToolCalled("t1", "Bash", """{"command":"ls"}""") { Time = Noon },
            new ToolReturned("t1", true, 2, "none") { Time = Noon },
            new UsageReported(null, 10, 2, 3, 0.25m, CostSource.Billed),
            new SessionResult(ResultStatus.Success, "done"),
        ], [("Worktree", "/w")]);

        trace.Should().Be("""
            # Conversation Trace

            ## Session Metadata

            - **Session ID**: s1
            - **Timestamp**: 2026-01-02T12:00:00.250Z
            - **Tool**: claude-code 2.1
            - **Model**: opus
            - **Tokens**: 10 in, 2 out, 3 cached
            - **Cost**: 0.25 USD (billed)
            - **Result**: success
            - **Worktree**: /w

            ## Main Conversation

            ### [1970-01-01T00:00:00.000Z] Assistant

            I list.

            **Tool: Bash**
            ```json
            {
              "command": "ls"
            }
            ```

            ### [2026-01-02T12:00:00.250Z] User

            **Tool Result** (ID: t1) exit code 2
            ```
            none
            ```


            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_subagent_has_a_section_of_its_own_that_says_who_it_was()
    {
        var trace = TraceWriter.Render(AgentSample.Events("claude-subagent"), []);

        var sections = trace.Split("## Subagent: toolu_");
        sections.Should().HaveCount(2);
        sections[0].Should().NotContain("\nsubagent says hi\n").And.Contain("Delegation finished.");
        sections[1].Should().ContainAll("- **Name**: spike-helper", "- **Task**: delegate", "\nsubagent says hi\n");
    }

    [Fact]
    public void The_trace_can_be_made_again_from_the_log()
    {
        using var folder = new AgentsTestFolder();
        var events = AgentSample.Events("claude-command-failed");
        using (var log = new SessionLog(folder["session.jsonl"]))
        {
            events.ToList().ForEach(log.Write);
        }

        TraceWriter.Render(SessionLog.Read(folder["session.jsonl"]), []).Should().Be(TraceWriter.Render(events, []));
    }

    [Fact]
    public void A_long_tool_result_is_cut_in_the_middle()
    {
        var trace = TraceWriter.Render([new ToolReturned("t", false, null, "begin" + new string('x', 1_000_000) + "end")], []);

        trace.Length.Should().BeLessThan(25_000);
        trace.Should().Contain("begin").And.Contain("end\n```").And.Contain("[... 980008 chars truncated ...]");
    }

    [Theory]
    [InlineData("## Main Conversation")]
    [InlineData("### [2026-01-01T00:00:00.000Z] User")]
    [InlineData("  ## Subagent: x")]
    [InlineData("# Conversation Trace")]
    [InlineData("**Tool: Bash**")]
    [InlineData("**Tool Result** (ID: x)")]
    [InlineData("open fence\n```\n## Subagent: x")]
    [InlineData("~~~~\n~~~\n## Subagent: x")]
    [InlineData("```\n````not a closing fence\n## Subagent: x\n``")]
    [InlineData("a\r## Subagent: x")]
    [InlineData("<!-- \n## Subagent: x")]
    [InlineData("`````\n## Subagent: x\n`````\n## Subagent: y")]
    public void Foreign_text_cannot_pass_for_the_structure_of_the_page(string text) =>
        Structure(text).Should().Equal(Structure("harmless"));

    [Fact]
    public void Any_text_leaves_the_structure_of_the_page_as_it_is()
    {
        var pieces = Gen.Elements(
            "#", "##", " ", "\n", "\r", "`", "```", "~~~", "````", "## Subagent: x", "### [2", "**Tool: ", "<!--", "text",
            "\\", "    ", "\u2028", "\0");
        var texts = pieces.ListOf(12).Select(string.Concat).ToArbitrary();

        Prop.ForAll(texts, text => Structure(text).SequenceEqual(Structure("harmless")))
            .ShouldHold(3000);
    }

    [Fact]
    public void Ordinary_prose_and_code_stay_readable()
    {
        const string Text = "Done.\n\n- a list\n- of *things*\n\n```python\n# a comment\nprint(1)\n```\n\nuse a < b and `c`";

        TraceWriter.Render([new MessageSpoken("m", "assistant", Text)], []).Should().Contain(Text);
    }

    [Fact]
    public void Terminal_escapes_are_shown_and_not_obeyed() =>
        TraceWriter.Render([new ToolReturned("t", false, null, "\u001b[31mred\u0007")], [])
            .Should().Contain("\u241b[31mred\u2407");

    /// <summary>The page's own lines, as a program sees them that looks at lines and one that follows fences.</summary>
    private static List<string> Structure(string text)
    {
        var trace = TraceWriter.Render(
        [
            new MessageSpoken("a", "assistant", text) { Time = Noon },
            new MessageSpoken("b", "thinking", text) { Time = Noon },
            new ToolCalled("t1", "Bash", text) { Time = Noon },
            new ToolReturned("t1", true, null, text) { Time = Noon },
            new MessageSpoken("c", "assistant", text) { Time = Noon, Parent = "t1" },
            new SessionError(ErrorClass.Other, text) { Time = Noon },
        ], [("Fact", text)]);
        var lines = trace.Split('\n');
        var outside = new List<string>();
        string? fence = null;
        foreach (var line in lines)
        {
            var mark = Fence().Match(line);
            if (fence is null && mark.Success)
            {
                fence = mark.Groups[1].Value;
            }
            else if (fence is not null && mark.Groups[1].Value.StartsWith(fence, StringComparison.Ordinal)
                && string.IsNullOrWhiteSpace(mark.Groups[2].Value))
            {
                fence = null;
            }
            else if (fence is null && Ours().IsMatch(line))
            {
                outside.Add(line);
            }
        }
        fence.Should().BeNull("every fence is closed");
        return [.. outside, "--", .. lines.Where(line => OursAtFirstSight().IsMatch(line))];
    }

    [GeneratedRegex(@"^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^ {0,3}(?:#{1,2} |### \[|\*\*(?:Tool|Error|Thinking)|<)")]
    private static partial Regex Ours();

    [GeneratedRegex(
        @"^(?:# Conversation Trace|## (?:Session Metadata|Main Conversation|Subagent:)|### \[|\*\*(?:Tool|Error|Thinking))")]
    private static partial Regex OursAtFirstSight();
}
