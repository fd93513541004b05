using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Plans;
using LwCoder.Prompting.Tests.Support;
using static LwCoder.Tests.Support.PlanSamples;

namespace LwCoder.Tests.Plans;

public sealed class PlanPropertyTests
{
    private const string OtherSha = "ffffffffffffffffffffffffffffffffffffffff";

    [Fact]
    public void Arbitrary_bytes_are_a_plan_or_a_mistake_and_never_a_bug() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<byte[]>().ToArbitrary(), IsPlanOrMistake).ShouldHold();

    [Fact]
    public void Arbitrary_front_matter_is_a_plan_or_a_mistake_and_never_a_bug()
    {
        var pieces = Gen.Elements(
            "plan_id", "status", "notes", "evaluation_notes", ": ", ":", "\n", "\r\n", "\r", "- ", "  ", "\t", "'", "\"",
            "[", "]", "{", "}", ",", "|", ">", "&a", "*a", "!", "!!str ", "%", "@", "`", "#", " #", "? ", "---", "...",
            "\\", "\\u", "\\U00110000",
            "\u0085", "\u2028", "\uFEFF", "😀", "é", "abc", "0", "~", "<<", "\0", "%YAML 1.1", "%TAG ! x");
        var texts = from parts in pieces.ArrayOf()
                    from alone in Gen.Elements(true, false)
                    let lines = string.Concat(parts) + "\n"
                    select alone ? $"---\n{lines}---\nbody" : Text(more: lines);

        Prop.ForAll(texts.ToArbitrary(), text => IsPlanOrMistake(Encoding.UTF8.GetBytes(text)))
            .ShouldHold(2000, size: 40);
    }

    [Fact]
    public void A_rewrite_changes_the_asked_for_value_and_not_a_byte_besides()
    {
        var spaces = Gen.Elements("", " ", "\t", "   ");
        var quotes = Gen.Elements("", "'", "\"");
        var comments = Gen.Elements("", " # comment", " # 😀 status: ready");
        var extras = Gen.Elements(
            "", "# status: draft\n", "notes: |\n  status: draft\n  😀\n", "created_by: 'a\u2028b\u0085c'\n", "\n\n",
            "evaluation_notes:\n- 'status: draft'\n- \"\\u00e9\"\n", "linear_issue_id: é # git_sha: 1\n");
        var bodies = ArbMap.Default.GeneratorFor<byte[]>();
        var files =
            from space in spaces
            from quote in quotes
            from comment in comments
            from before in extras
            from lineEnd in Gen.Elements("\n", "\r\n")
            from mark in Gen.Elements("", "\uFEFF")
            from reversed in Gen.Elements(true, false)
            from body in bodies
            select new Func<string, string, byte[]>((status, sha) =>
            {
                string[] lines =
                [
                    $"status: {space}{quote}{status}{quote}{comment}\n",
                    before,
                    $"git_sha: {space}{quote}{sha}{quote}{comment}\n",
                ];
                var middle = string.Concat(reversed ? lines.Reverse() : lines);
                var head = $"{mark}---\nplan_id: abc\n{middle}---\nbody".Replace("\n", lineEnd, StringComparison.Ordinal);
                return [.. Encoding.UTF8.GetBytes(head), .. body];
            });

        Prop.ForAll(files.ToArbitrary(), file =>
            Parse(file("ready", Sha)).With(PlanStatus.Abandoned, OtherSha).Bytes.SequenceEqual(file("abandoned", OtherSha))
            && Parse(file("ready", Sha)).With(gitSha: OtherSha).Bytes.SequenceEqual(file("ready", OtherSha)))
            .ShouldHold(500);
    }

    [Fact]
    public void The_fast_look_at_a_head_finds_the_id_that_yaml_finds()
    {
        var lines = Gen.Elements(
            "plan_id: abc\n", "plan_id: 'abc'\n", "plan_id:   \"abc\"  # x\n", "plan_id : abc\n", "\"plan_id\": abc\n",
            "? plan_id\n: abc\n", "plan_id:\n  abc\n", "plan_id: \"a\\x62c\"\n", "'plan_id': abc\n");
        var extras = Gen.Elements("", "# plan_id: no1\n", "notes: |\n  plan_id: no2\n", "created_by: plan_id\n");
        var files = from line in lines
                    from before in extras
                    from after in extras
                    from lineEnd in Gen.Elements("\n", "\r\n")
                    where before != after || before.Length == 0
                    select $"---\n{before}{line}git_sha: {Sha}\nstatus: done\n{after}---\nplan_id: no3\n"
                        .Replace("\n", lineEnd, StringComparison.Ordinal);

        Prop.ForAll(files.ToArbitrary(), file =>
            PlanHead.FindId(Encoding.UTF8.GetBytes(file)) == "abc" && Parse(file).Plan.Id.Value == "abc")
            .ShouldHold();
    }

    private static bool IsPlanOrMistake(byte[] bytes)
    {
        PlanHead.FindId(bytes);
        try
        {
            return Parse(bytes).Plan is not null;
        }
        catch (UserError error)
        {
            return error.Message.Length > 0 && error.Hint is not null;
        }
    }
}
