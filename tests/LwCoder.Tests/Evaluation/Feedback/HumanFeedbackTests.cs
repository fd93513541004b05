using FsCheck;
using FsCheck.Fluent;
using LwCoder.Evaluation.Feedback;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;
using NSubstitute;

namespace LwCoder.Tests.Evaluation.Feedback;

public sealed class HumanFeedbackTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Good, but the tests fail.")]
    [InlineData("---\nverdict: maybe\n---\ntext")]
    [InlineData("---\n\nA rule above.")]
    [InlineData("---\ntitle: x\n---\ntext")]
    public void Text_as_it_always_was_is_all_of_it_feedback(string text) =>
        HumanFeedbackFile.Parse(text + "\n").Should().Be(new HumanFeedback(text));

    [Fact]
    public void A_verdict_stands_in_front_and_is_a_number()
    {
        var file = HumanFeedbackFile.Format(new HumanFeedback("Nice.", HumanVerdict.Accept));

        file.Should().Be("---\nverdict: accept\n---\nNice.\n");
        HumanFeedbackFile.Parse(file).Score.Should().Be(1);
        new HumanFeedback("", HumanVerdict.Reject).Score.Should().Be(0);
        new HumanFeedback("words").Score.Should().BeNull();
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var feedback = Gen.Elements("", "---", "verdict: accept", "a b", "\r\n", "-->", "é").ListOf()
            .Zip(Gen.Elements<HumanVerdict?>(HumanVerdict.Accept, HumanVerdict.Reject), (lines, verdict) =>
                new HumanFeedback(string.Join('\n', lines).ReplaceLineEndings("\n").Trim(), verdict));

        Prop.ForAll(feedback.ToArbitrary(), one => HumanFeedbackFile.Parse(HumanFeedbackFile.Format(one)) == one)
            .ShouldHold();
    }

    [Fact]
    public void A_file_with_nothing_in_it_is_no_feedback()
    {
        _folder.Write("f.md", " \n");

        HumanFeedbackFile.Read(_folder["f.md"]).Should().BeNull();
        HumanFeedbackFile.Read(_folder["none.md"]).Should().BeNull();
    }

    [Fact]
    public void An_argument_is_a_file_where_there_is_one_and_text_otherwise()
    {
        _folder.Write("notes.md", "From the file.\n");

        FeedbackSource.FromArgument("notes.md", _folder.Path).Should().Be("From the file.");
        FeedbackSource.FromArgument("I read notes.txt", _folder.Path).Should().Be("I read notes.txt");
        FeedbackSource.FromArgument("Two\nlines", _folder.Path).Should().Be("Two\nlines");
        FluentActions.Invoking(() => FeedbackSource.FromArgument(" ", _folder.Path)).Should().Throw<UserError>()
            .Which.ExitCode.Should().Be(ExitCode.Usage);
    }

    [Fact]
    public void A_mistyped_file_is_not_taken_for_the_feedback() =>
        FluentActions.Invoking(() => FeedbackSource.FromArgument("nots.md", _folder.Path)).Should().Throw<UserError>()
            .WithMessage("there is no file *nots.md").Which.ExitCode.Should().Be(ExitCode.Usage);

    [Theory]
    [InlineData("./nots")]
    [InlineData("../nots")]
    [InlineData("/nots/here")]
    public void Neither_is_a_word_that_begins_as_paths_do(string path) => Refused(path).Should().Contain("there is no file");

    [Fact]
    public void What_is_no_text_file_is_refused()
    {
        File.WriteAllBytes(_folder["picture.md"], [0x89, (byte)'P', 0, 1]);
        File.WriteAllBytes(_folder["latin.md"], [(byte)'c', 0xE9]);
        _folder.Write("huge.md", new string('x', (1 << 20) + 1));
        Directory.CreateDirectory(_folder["notes"]);

        Refused("picture.md").Should().Contain("is not a text");
        Refused("latin.md").Should().Contain("is not a text");
        Refused("huge.md").Should().Contain("larger than 1 MB");
        Refused("notes").Should().Contain("is a folder");
        Refused("").Should().Be("the feedback is empty");
    }

    private string Refused(string argument) =>
        FluentActions.Invoking(() => FeedbackSource.FromArgument(argument, _folder.Path))
            .Should().Throw<UserError>().Which.Message;

    [UnixFact]
    public async Task The_editor_is_asked_with_a_note_that_does_not_stay()
    {
        _folder.Write("editor.sh", "#!/bin/sh\ncp \"$2\" \"$2.seen\"\necho \"$1: well done <!-- kept -->\" >> \"$2\"\n");
        var source = SourceWith($"sh '{_folder["editor.sh"]}' me");

        (await source.FromEditorAsync(_folder["a b.md"], "judge --> 0.5", default)).Should().Be("me: well done <!-- kept -->");

        _folder.Read("a b.md.seen").Should().Contain("judge -- > 0.5");
    }

    [UnixFact]
    public async Task Nothing_written_is_no_feedback_and_a_failed_editor_loses_no_words()
    {
        (await SourceWith("true").FromEditorAsync(_folder["a.md"], "note", default)).Should().BeNull();

        var source = SourceWith("echo words >> \"$1\"; false");
        (await FluentActions.Awaiting(() => source.FromEditorAsync(_folder["b.md"], "note", default))
            .Should().ThrowAsync<UserError>())
            .Which.Hint.Should().Contain("b.md");
        (await SourceWith("true").FromEditorAsync(_folder["b.md"], "note", default)).Should().Be("words");
    }

    [Fact]
    public async Task Without_an_editor_it_says_what_to_do() =>
        (await FluentActions.Awaiting(() => new FeedbackSource(Substitute.For<IProcessRunner>(), new Dictionary<string, string>())
            .FromEditorAsync(_folder["a.md"], "", default)).Should().ThrowAsync<UserError>()).Which.Hint
            .Should().Contain("--feedback");

    /// <summary>An editor that is run without a terminal, which the tests do not have.</summary>
    private static FeedbackSource SourceWith(string editor)
    {
        var real = new ProcessRunner();
        var processes = Substitute.For<IProcessRunner>();
        processes.RunInTerminalAsync(default!, default).ReturnsForAnyArgs(
            async call => (await real.RunAsync(call.Arg<ProcessSpec>(), call.Arg<CancellationToken>())).ExitCode);
        return new FeedbackSource(processes, new Dictionary<string, string> { ["EDITOR"] = editor });
    }
}
