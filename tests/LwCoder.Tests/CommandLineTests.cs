using System.CommandLine;
using LwCoder.Tests.Support;

namespace LwCoder.Tests;

/// <summary>Lines that are not finished, by mistake or because the shell asks what may follow.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_option_whose_value_was_left_away_is_a_mistake_of_the_user_and_completed_by_the_shell()
    {
        var (root, _) = Cli.CreateTree(new TestServices(_folder.Path, _folder.Path));
        var lines = Lines(root, []).ToList();

        lines.Should().HaveCountGreaterThan(50);
        foreach (var line in lines)
        {
            string.Join('\n', root.Parse(line).Errors.Select(error => error.Message)).Should().Contain(line[^1]);
            var typed = string.Join(' ', line) + " ";
            FluentActions.Invoking(() => root.Parse(typed).GetCompletions(typed.Length).ToList()).Should().NotThrow(typed);
        }
    }

    private static IEnumerable<string[]> Lines(Command command, string[] path) =>
        command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0).Select(option => (string[])[.. path, option.Name])
            .Concat(command.Subcommands.SelectMany(child => Lines(child, [.. path, child.Name])));
}
