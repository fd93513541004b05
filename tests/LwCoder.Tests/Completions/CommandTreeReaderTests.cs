using System.CommandLine;
using LwCoder.Completions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Completions;

public sealed class CommandTreeReaderTests
{
    /// <summary>A new verb says what its arguments are: `.Completes(CompletionKind.…)`, or words to choose from.</summary>
    [Fact]
    public void Every_argument_of_every_command_is_completed()
    {
        using var home = new TempDirectory();
        using var services = new TestServices(home.Path, home.Path);
        var tree = CommandTreeReader.Read(Cli.CreateTree(services).Root);

        var silent = tree.All.Where(command => command.Arguments.Any(argument => argument.Values.IsEmpty));

        silent.Select(command => command.Path).Should().BeEmpty("a shell has nothing to offer there");
    }

    [Fact]
    public void Values_are_words_or_of_a_kind_and_switches_have_none()
    {
        var word = new Option<string>("--word");
        word.AcceptOnlyFromAmong("one", "two");
        var root = new RootCommand
        {
            new Command("do", "Do it. At once.") { word, new Option<bool>("--yes", "-y"), new Option<string>("--free") },
        };

        var command = CommandTreeReader.Read(root).Commands.Should().ContainSingle().Subject;

        command.Summary.Should().Be("Do it");
        command.Options.Single(option => option.Names[0] == "--word").Values!.Words.Should().Equal("one", "two");
        command.Options.Single(option => option.Names[0] == "--yes").Should().Match<OptionNode>(option => option.Values == null);
        command.Options.Single(option => option.Names[0] == "--yes").Names.Should().Equal("--yes", "-y");
        command.Options.Single(option => option.Names[0] == "--free").Values!.IsEmpty.Should().BeTrue();
    }
}
