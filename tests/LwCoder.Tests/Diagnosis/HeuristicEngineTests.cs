using LwCoder.Diagnosis;
using LwCoder.Tests.Support;
using static LwCoder.Diagnosis.FailureCategory;

namespace LwCoder.Tests.Diagnosis;

/// <summary>The rules at their limits, and their order.</summary>
public sealed class HeuristicEngineTests
{
    [Fact]
    public void Nothing_is_a_guess() => Says(new SessionTrace(), ModelConfusion, 0.30);

    [Theory]
    [InlineData(4, ModelConfusion, 0.30)]
    [InlineData(5, StuckOnApproval, 0.65)]
    [InlineData(7, StuckOnApproval, 0.75)]
    internal void Talk_counts_from_five_parts_on(int texts, FailureCategory category, double confidence) =>
        Says(new SessionTrace().Times(texts, (t, _) => t.Say("May I PROCEED?")), category, confidence);

    [Fact]
    public void Three_calls_among_the_last_ten_are_work()
    {
        Says(new SessionTrace().Times(5, (t, _) => t.Say("permission"))
            .Times(2, (t, i) => t.Read($"{i}", "x")), StuckOnApproval, 0.65);
        Says(new SessionTrace().Times(5, (t, _) => t.Say("permission"))
            .Times(3, (t, i) => t.Read($"{i}", "x")), ModelConfusion, 0.30);
    }

    [Fact]
    public void What_tools_print_is_no_talk_of_permission() =>
        Says(new SessionTrace().Times(4, (t, i) => t.Say($"{i}"))
            .Bash("cat x", "Permission denied: confirm, proceed?"), ModelConfusion, 0.30);

    [Fact]
    public void A_tool_that_fails_half_of_the_time_is_a_retry_and_a_streak_makes_it_surer()
    {
        Says(Tests(0, 1, 0, 1), InfiniteRetry, 0.60);
        Says(Tests(0, 0, 1, 1, 1), InfiniteRetry, 0.85);
        Says(Tests(0, 0, 0, 1, 1), ModelConfusion, 0.30);
        Says(Tests(1, 1), ModelConfusion, 0.30);
    }

    [Fact]
    public void The_streak_may_be_of_other_tools_and_names_the_last()
    {
        var finding = Says(new SessionTrace().Bash("a", "", 1).Bash("b", "", 1).FailedEdit("f", "x"), ModelConfusion, 0.30);
        finding.Failing.Should().BeNull();

        finding = Says(Tests(1, 1, 1).FailedEdit("f", "x"), InfiniteRetry, 0.85);
        finding.Failing.Should().Be(new Failing("Edit", "String to replace not found in file.", 3));
    }

    [Fact]
    public void An_error_is_cut_to_two_hundred_characters()
    {
        var failing =
            Says(new SessionTrace().Times(3, (t, _) => t.Bash("x", new string('e', 300), 1)), InfiniteRetry, 0.85).Failing!;

        failing.Error.Should().HaveLength(200).And.EndWith("e...");
        Evidence.Cut(new string('e', 196) + "😀" + new string('e', 9))
            .Should().Be(new string('e', 196) + "...", "no half character");
    }

    [Theory]
    [InlineData(9, 0, ModelConfusion, 0.30)]
    [InlineData(10, 0, ContextExhaustion, 0.70)]
    [InlineData(14, 6, ModelConfusion, 0.30)]
    [InlineData(15, 6, ContextExhaustion, 0.70)]
    internal void Ten_reads_and_more_than_seven_in_ten(int reads, int others, FailureCategory category, double confidence) =>
        Says(
            new SessionTrace().Times(others, (t, i) => t.Bash($"make {i}", "ok")).Times(reads, (t, i) => t.Read($"{i}", "x")),
            category, confidence);

    [Theory]
    [InlineData(8, ModelConfusion, 0.30)]
    [InlineData(9, ScopeCreep, 0.50)]
    [InlineData(15, ScopeCreep, 0.50)]
    [InlineData(16, ScopeCreep, 0.75)]
    internal void More_than_eight_edits_and_more_than_fifteen(int edits, FailureCategory category, double confidence) =>
        Says(new SessionTrace().Times(edits, (t, i) => t.Edit($"{i}", "a", "b")), category, confidence);

    [Theory]
    [InlineData("sed -i 's/a/b/' src/{0}.cs")]
    [InlineData("perl -pi -e 's/a/b/' {0}.cs && cat {0}.cs")]
    [InlineData("cat > src/{0}.cs <<'EOF'\ntext\nEOF")]
    [InlineData("echo text | tee {0}.txt")]
    [InlineData("git mv {0}.cs src/{0}.cs")]
    public void Edits_by_a_shell_count_where_nothing_is_known_of_files(string command) =>
        Says(
            new SessionTrace().Times(9, (t, i) => t.Bash(command.Replace("{0}", $"f{i}", StringComparison.Ordinal))), ScopeCreep,
            0.50)
            .Evidence.Should().ContainSingle(evidence => evidence.Count == 9);

    [Theory]
    [InlineData("make > build.log 2>&1")]
    [InlineData("sed -n 1,20p src/{0}.cs")]
    [InlineData("echo done > /dev/null")]
    public void Shell_commands_that_edit_nothing_do_not(string command) =>
        HeuristicEngine.Diagnose(SessionParts.Of(new SessionTrace().Times(20, (t, i) => t
            .Bash(command.Replace("{0}", $"f{i}", StringComparison.Ordinal))).Events, kill: null), null)
            .Category.Should().NotBe(ScopeCreep);

    [Fact]
    public void Files_that_changed_count_whatever_changed_them_and_once()
    {
        string[] files = [.. Enumerable.Range(0, 16).Select(i => $"src/f{i}.cs")];
        var script = new SessionTrace().Bash("python rewrite.py", "");
        Says(script, ScopeCreep, 0.75, changed: files).Evidence.Should().ContainSingle()
            .Which.Quote.Should().StartWith("src/f0.cs, src/f1.cs");

        var edits = new SessionTrace().Times(8, (t, i) => t.Edit($"/work/src/f{i}.cs", "a", "b"));
        Says(edits, ModelConfusion, 0.30, changed: files[..8]);
        Says(edits.Bash("sed -i s/a/b/ src/f8.cs"), ScopeCreep, 0.50, changed: files[..9]).Summary
            .Should().Be("9 edits in 9 files");
    }

    [Fact]
    public void Of_two_that_are_equally_sure_the_first_counts() =>
        Says(new SessionTrace().Times(16, (t, i) => t.Edit($"{i}", "a", "b"))
            .Times(10, (t, i) => t.Say($"{i}")), StuckOnApproval, 0.75);

    [Fact]
    public void A_plateau_is_surer_than_anything_else() =>
        Says(Tests(1, 1, 1, 1), ContextExhaustion, 0.90, killedBy: "cache_plateau");

    [Theory]
    [InlineData("git restore a.cs")]
    [InlineData("git checkout -- a.cs")]
    [InlineData("cd src && git reset --hard HEAD~1")]
    public void What_takes_an_edit_back_is_known_in_its_ways(string undo)
    {
        var trace = new SessionTrace().Times(2, (t, i) => t.Edit("a.cs", $"{i}", $"x{i}").Bash("pytest", "ok").Bash(undo, ""));

        Says(trace, ModelConfusion, 0.30);
        Says(trace.Edit("a.cs", "2", "x2"), ModelConfusion, 0.80);
    }

    [Fact]
    public void Four_kinds_of_tools_that_fail()
    {
        var trace = new SessionTrace()
            .Read("ok", "1").Call("Read", new() { ["file_path"] = "x" }, "no", isError: true)
            .Edit("a", "1", "2").Edit("b", "1", "2").FailedEdit("c", "1")
            .Bash("ls; make", "ok").Bash("true x", "ok").Bash("make", "no", 1);

        Says(trace, ModelConfusion, 0.30);
        Says(trace.Call("Task", [], "fine").Call("Task", [], "fine").Call("Task", [], "no", isError: true), ModelConfusion, 0.60)
            .Evidence.Should().HaveCount(4);
    }

    [Fact]
    public void What_subagents_do_is_not_what_the_main_conversation_does() =>
        Says(new SessionTrace().In("c-1").Times(20, (t, i) => t.Edit($"{i}", "a", "b")), ModelConfusion, 0.30);

    private static Finding Says(
        SessionTrace trace, FailureCategory category, double confidence, string? killedBy = null,
        IReadOnlyList<string>? changed = null)
    {
        var finding = HeuristicEngine.Diagnose(SessionParts.Of(trace.Events, kill: null), killedBy, changed);
        (finding.Category, finding.Confidence).Should().Be((category, confidence));
        return finding;
    }

    private static SessionTrace Tests(params int[] codes) =>
        new SessionTrace().Times(codes.Length, (t, i) => t.Bash("pytest", $"run {i}", codes[i]));
}
