using System.Text;
using LwCoder.Plans;
using static LwCoder.Tests.Support.PlanSamples;

namespace LwCoder.Tests.Plans;

/// <summary>What a person is told about a plan that is not valid: file, line, what and the fix.</summary>
public sealed class PlanMistakesTests
{
    [Theory]
    [InlineData("", "x.md:1: the plan is empty")]
    [InlineData("# Just Markdown\n", "x.md:1: the plan has no front matter: its first line is not '---'")]
    [InlineData("\n---\nplan_id: abc\n---\n", "x.md:1: the plan has no front matter: its first line is not '---'")]
    [InlineData("----\nplan_id: abc\n---\n", "x.md:1: the plan has no front matter: its first line is not '---'")]
    [InlineData("---\nplan_id: abc\n", "x.md:1: the front matter that begins here has no closing '---'")]
    [InlineData("---", "x.md:1: the front matter that begins here has no closing '---'")]
    public void A_plan_without_front_matter_is_refused(string text, string message) =>
        Mistake(text).Message.Should().Be(message);

    [Fact]
    public void A_file_in_utf16_is_recognised() =>
        Mistake(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Text())).ToArray())
            .Message.Should().Contain("UTF-16");

    [Theory]
    [InlineData("plan_id: ../x", "x.md:2: plan_id '../x' is a path")]
    [InlineData("plan_id: x.lock", "x.md:2: plan_id 'x.lock' ends with '.lock'")]
    [InlineData("plan_id: .xyz", "x.md:2: plan_id '.xyz' starts with '.'")]
    [InlineData("plan_id: --list", "x.md:2: plan_id '--list' starts with '-'")]
    [InlineData("plan_id: HEAD", "x.md:2: plan_id 'HEAD' is git's name")]
    [InlineData("plan_id: a..b", "x.md:2: plan_id 'a..b' contains '..'")]
    [InlineData("plan_id:", "x.md:2: plan_id has no value")]
    [InlineData("plan_id: null", "x.md:2: plan_id has no value")]
    [InlineData("plan_id: \"\"", "x.md:2: plan_id has no value")]
    [InlineData("plan_id: [abc]", "x.md:2: plan_id is not a single word")]
    [InlineData("plan_id: |\n  abc", "x.md:2: plan_id is not a single word")]
    public void A_wrong_plan_id_is_named_with_its_line(string line, string message) =>
        Mistake(Text().Replace("plan_id: my-feature", line, StringComparison.Ordinal)).Message.Should().StartWith(message);

    [Theory]
    [InlineData("abc", "has 3 hex digits instead of 40")]
    [InlineData("HEAD", "is not a commit id of 40 hex digits")]
    [InlineData("g123456789abcdef0123456789abcdef01234567", "is not a commit id of 40 hex digits")]
    public void A_wrong_sha_is_named_with_its_line(string sha, string message)
    {
        var error = Mistake(Text(sha: sha));

        error.Message.Should().Be($"x.md:3: git_sha '{sha}' {message}");
        error.Hint.Should().Contain("git rev-parse HEAD");
    }

    [Theory]
    [InlineData("ready")]
    [InlineData("coding")]
    [InlineData("Done")]
    public void Only_a_draft_may_have_the_placeholder_sha(string status) =>
        Mistake(Text(sha: Plan.PlaceholderSha, status: status)).Message.Should().StartWith("x.md:3: git_sha is the placeholder");

    [Fact]
    public void An_unknown_status_is_refused_with_the_known_ones()
    {
        var error = Mistake(Text(status: "wip"));

        error.Message.Should().Be("x.md:4: status 'wip' is not known");
        error.Hint.Should().Be("write draft, ready, coding, implemented, done or abandoned");
        error.ExitCode.Should().Be(ExitCode.Failed);
    }

    [Fact]
    public void Missing_keys_are_named_with_an_example_each()
    {
        var error = Mistake("---\nnotes: x\n---\nbody");

        error.Message.Should().Be("""
            x.md has 3 mistakes
              x.md: plan_id is missing
              x.md: git_sha is missing
              x.md: status is missing
            """);
        error.Hint.Should().Contain("'plan_id: my-feature'").And.Contain($"'git_sha: \"{Plan.PlaceholderSha}\"'");
    }

    [Fact]
    public void An_empty_front_matter_misses_its_keys() =>
        Mistake("---\n---\nbody").Message.Should().Contain("plan_id is missing");

    [Fact]
    public void Unknown_keys_are_named()
    {
        var error = Mistake(Text(more: "branch_name: x\n"));

        error.Message.Should().Be("x.md:5: unknown key 'branch_name'");
        error.Hint.Should().Contain("linear_issue_id");
    }

    [Fact]
    public void A_key_with_a_typing_mistake_is_put_right() =>
        Mistake(Text(more: "evalution_notes: [a]\n")).Hint.Should().Be("did you mean evaluation_notes?");

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var more = "foo: bar\ncreated_at: soon\nevaluation_notes: [' ']\n";
        var error = Mistake(Text(id: "../x", sha: "abc", status: "wip", more: more, body: " \n"));

        error.Message.Split('\n').Should().HaveCount(1 + 7);
        error.Hint!.Split('\n').Should().HaveCount(7);
    }

    [Theory]
    [InlineData("- Check: it works", "quote it: - 'Check: it works'")]
    [InlineData("- It's: fine", "quote it: - 'It''s: fine'")]
    [InlineData("- Check:", "quote it: - 'Check:'")]
    public void An_evaluation_note_with_an_unquoted_colon_is_shown_quoted(string note, string hint)
    {
        var error = Mistake(Text(more: $"evaluation_notes:\n  - good\n  {note}\n"));

        error.Message.Should().StartWith("x.md:7: an evaluation note with an unquoted ': '");
        error.Hint.Should().Be(hint);
    }

    [Theory]
    [InlineData("evaluation_notes:\n  - One: two: three", 6, "quote it: - 'One: two: three'")]
    [InlineData("evaluation_notes:\n  - [ ] a box", 6, "quote it: - '[ ] a box'")]
    [InlineData("evaluation_notes:\n  - *all* of it", 6, "quote it: - '*all* of it'")]
    [InlineData("evaluation_notes:\n  - `code` runs", 6, "quote it: - '`code` runs'")]
    [InlineData("notes: see: below", 5, "quote it: notes: 'see: below'")]
    [InlineData("created_by: @me", 5, "quote it: created_by: '@me'")]
    public void Broken_yaml_that_needs_quotes_is_shown_quoted(string lines, int line, string hint)
    {
        var error = Mistake(Text(more: lines + "\n"));

        error.Message.Should().StartWith($"x.md:{line}: the front matter is not valid YAML: ");
        error.Hint.Should().Be(hint);
    }

    [Theory]
    [InlineData("notes: \"open", "x.md:5: the front matter is not valid YAML: While scanning a quoted scalar")]
    [InlineData("? : ", "x.md:6: the front matter is not valid YAML: it makes no sense from here on")]
    [InlineData("[~\n\\u'", "x.md:4: the front matter is not valid YAML: it makes no sense from here on")]
    [InlineData("notes: x\nnotes: y", "x.md:6: the front matter is not valid YAML: Duplicate key notes")]
    [InlineData("notes: &a x\ncreated_by: *a", "x.md:5: the front matter is not valid YAML: anchors")]
    [InlineData("notes: !!str x", "x.md:5: the front matter is not valid YAML: tags")]
    [InlineData("notes: [[[[[[[[[[[]]]]]]]]]]]", "x.md:5: the front matter is not valid YAML: values are nested")]
    [InlineData("? [a]\n: b", "x.md:5: the front matter is not valid YAML: a key is not plain text")]
    [InlineData("...\nnotes: x", "x.md:6: the front matter is not valid YAML: it holds more than one document")]
    [InlineData("notes: a\u0000b", "x.md:5: the front matter contains the control character U+0000")]
    public void Other_broken_yaml_is_told_in_yamls_words(string lines, string message) =>
        Mistake(Text(more: lines + "\n")).Message.Should().StartWith(message);

    [Theory]
    [InlineData("---\n- a\n- b\n---\nbody", "x.md:2: the front matter is not valid YAML: it is not a list of 'key: value' lines")]
    [InlineData("---\nword\n---\nbody", "x.md:2: the front matter is not valid YAML: it is not a list of 'key: value' lines")]
    public void Front_matter_without_keys_is_refused(string text, string message) => Mistake(text).Message.Should().Be(message);

    [Theory]
    [InlineData("evaluation_notes: one", "x.md:5: evaluation_notes is not a list")]
    [InlineData("evaluation_notes:\n- one\n-", "x.md:7: an evaluation note is blank")]
    [InlineData("evaluation_notes: ['  ']", "x.md:5: an evaluation note is blank")]
    [InlineData("evaluation_notes: [[a]]", "x.md:5: an evaluation note is a list instead of text")]
    [InlineData("created_at: yesterday", "x.md:5: created_at 'yesterday' is not an ISO 8601 date or time")]
    [InlineData("created_at: 2025-02-30", "x.md:5: created_at '2025-02-30' is not an ISO 8601 date or time")]
    [InlineData("created_by: [a, b]", "x.md:5: created_by is not text")]
    public void A_wrong_optional_value_is_named_with_its_line(string line, string message) =>
        Mistake(Text(more: line + "\n")).Message.Should().Be(message);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    public void A_plan_needs_a_body(string body) => Mistake(Text(body: body)).Message.Should().Be("x.md: the plan has no body");

    [Fact]
    public void The_line_is_that_of_the_file_also_with_windows_line_ends() =>
        Mistake("\uFEFF" + Text(status: "wip").Replace("\n", "\r\n", StringComparison.Ordinal))
            .Message.Should().StartWith("x.md:4:");

    [Fact]
    public void Front_matter_that_is_no_utf8_is_named_with_its_line() =>
        Mistake(Encoding.Latin1.GetBytes(Text(more: "created_by: Jürgen\n"))).Message.Should()
            .Be("x.md:5: the front matter is not UTF-8 here");

    [Fact]
    public void Front_matter_has_a_limit() =>
        Mistake(Text(more: $"notes: {new string('x', 70_000)}\n")).Message.Should().Contain("68 KB; at most 64");

    [Fact]
    public void A_bomb_of_aliases_or_of_nesting_does_not_go_off()
    {
        var aliases = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            Enumerable.Range(1, 20).Select(n => $"a{n}: &a{n} [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"));

        Mistake(Text(more: aliases)).Message.Should().Contain("anchors");
        Mistake(Text(more: $"notes: {new string('[', 60_000)}\n")).Message.Should().Contain("nested");
        Mistake(Text(more: $"notes:\n  {string.Concat(Enumerable.Repeat("- ", 30_000))}x\n")).Message.Should().Contain("nested");
    }
}
