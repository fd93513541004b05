using FsCheck;
using FsCheck.Fluent;
using LwCoder.Commands.Init;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Tests.Commands.Init;

public sealed class IgnoreBlockTests
{
    private static readonly string Block = string.Join('\n', [IgnoreBlock.Marker, .. IgnoreBlock.Entries]) + "\n";

    [Fact]
    public void An_empty_file_gets_just_the_block() => IgnoreBlock.AddTo("").Text.Should().Be(Block);

    [Theory]
    [InlineData("bin/\n")]
    [InlineData("bin/")]
    [InlineData("bin/\n\n")]
    public void The_block_follows_what_is_there_after_one_blank_line(string text) =>
        IgnoreBlock.AddTo(text).Text.Should().Be("bin/\n\n" + Block);

    [Fact]
    public void A_complete_block_is_left_alone()
    {
        var text = "a\n" + Block + "b";

        IgnoreBlock.AddTo(text).Should().BeEquivalentTo((text, Array.Empty<string>()));
    }

    [Fact]
    public void Missing_entries_join_the_existing_block()
    {
        var (text, added) = IgnoreBlock.AddTo($"{IgnoreBlock.Marker}\n.lw_coder/runs/\n\nbin/\n");

        text.Should().StartWith($"{IgnoreBlock.Marker}\n.lw_coder/runs/\n.lw_coder/dspy_cache/\n")
            .And.EndWith("telemetry.db*\n\nbin/\n");
        added.Should().Equal(IgnoreBlock.Entries.Where(entry => entry != ".lw_coder/runs/"));
    }

    [Fact]
    public void A_marker_on_an_unterminated_last_line_is_ended_first() =>
        IgnoreBlock.AddTo($"bin/\n{IgnoreBlock.Marker}").Text.Should().Be("bin/\n" + Block);

    [Fact]
    public void An_entry_written_with_a_leading_slash_counts_as_present() =>
        IgnoreBlock.AddTo("/.lw_coder/runs/\n").Added.Should().NotContain(".lw_coder/runs/");

    [Fact]
    public void An_entry_that_is_commented_out_is_missing() =>
        IgnoreBlock.AddTo("# .lw_coder/runs/\n").Added.Should().Contain(".lw_coder/runs/");

    [Theory]
    [InlineData("bin/\r\nobj/\r\n")]
    [InlineData("bin/\r\nobj/")]
    [InlineData("\r\n")]
    public void Windows_line_ends_stay_windows_line_ends(string text)
    {
        var lines = IgnoreBlock.AddTo(text).Text.Split('\n');

        lines[..^1].Should().OnlyContain(line => line.EndsWith('\r'));
        lines[^1].Should().BeEmpty();
    }

    [Fact]
    public void Whatever_the_file_holds_nothing_is_lost_and_a_second_time_changes_nothing()
    {
        var line = Gen.Elements("", "bin/", "# x", "/.lw_coder/runs/", ".lw_coder/sessions/ ", IgnoreBlock.Marker);
        var text = from lines in Gen.ListOf(line)
                   from end in Gen.Elements("\n", "\r\n")
                   from last in Gen.Elements("", end)
                   select string.Join(end, lines) + last;

        Prop.ForAll(text.ToArbitrary(), before =>
        {
            var (after, added) = IgnoreBlock.AddTo(before);
            var left = new Queue<string>(before.Split('\n').Select(part => part.TrimEnd('\r')).Where(part => part.Length > 0));
            foreach (var part in after.Split('\n').Select(part => part.TrimEnd('\r')))
            {
                if (left.TryPeek(out var next) && next == part)
                {
                    left.Dequeue();
                }
            }
            return left.Count == 0
                && IgnoreBlock.AddTo(after).Text == after
                && IgnoreBlock.Entries.All(entry => after.Split('\n').Any(part => part.Trim().TrimStart('/') == entry))
                && (added.Count > 0 || after == before);
        }).ShouldHold();
    }
}
