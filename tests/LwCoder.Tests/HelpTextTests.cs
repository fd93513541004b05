using System.CommandLine;
using System.CommandLine.Help;
using LwCoder.Tests.Support;

namespace LwCoder.Tests;

public sealed class HelpTextTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_has_the_help_that_the_library_would_give()
    {
        var commands = All(Tree()).ToList();

        commands.Should().HaveCountGreaterThan(20);
        foreach (var command in commands)
        {
            var hasOptional = command.Subcommands.Any(child => child.Arguments.Any(IsOptional));
            var help = new HelpText(int.MaxValue).Of(command).TrimEnd();
            // The library's list of commands does not say which arguments may be left out.
            Level(help, hasOptional).Should().Be(Level(LibraryHelp(command), hasOptional), command.Name);
        }

        static string Level(string help, bool isLevelled) =>
            isLevelled ? string.Join(' ', Words(help.Replace('[', ' ').Replace(']', ' '))) : help;
    }

    [Fact]
    public void A_list_of_commands_says_which_arguments_may_be_left_out()
    {
        var telemetry = All(Tree()).Single(command => command.Name == "telemetry");

        new HelpText(int.MaxValue).Of(telemetry).Should().Contain("  import <source> [<path>] ")
            .And.Contain("  export [<file>] ");
    }

    [Fact]
    public void Help_of_a_root_with_everything_is_the_librarys_too()
    {
        var level = new Option<int>("--level", "-l", "/level")
        {
            Description = "How much.", HelpName = "number", DefaultValueFactory = _ => 3,
        };
        var colour = new Option<string>("--colour") { Description = "Which." };
        colour.AcceptOnlyFromAmong("red", "green");
        var root = new RootCommand("Does it.")
        {
            level,
            colour,
            new Option<bool>("--secret") { Hidden = true },
            new Argument<string[]>("files") { Description = "Which ones.", Arity = ArgumentArity.OneOrMore },
            new Command("hidden") { Hidden = true },
            new Command("child", "A child.") { new Argument<string>("what") },
        };

        new HelpText(int.MaxValue).Of(root).TrimEnd().Should().Be(LibraryHelp(root));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(100)]
    public void Descriptions_fit_into_a_terminal_and_lose_no_word(int width)
    {
        foreach (var command in All(Tree()))
        {
            var wide = new HelpText(int.MaxValue).Of(command);
            var narrow = new HelpText(width).Of(command);

            Words(narrow).Should().Equal(Words(wide));
            narrow.Split('\n').Where(line => line.Length > Math.Max(width, 64)).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("code", "--help")]
    [InlineData("code", "-h", "--no-such-flag")]
    [InlineData("runs", "show", "-?")]
    public async Task Help_is_an_answer_whatever_else_is_missing_or_wrong(params string[] arguments)
    {
        using var services = new TestServices(_folder.Path, _folder.In("home"));

        (await services.RunAsync(arguments)).Should().Be(0);

        services.Printed.Should().StartWith("Description:")
            .And.Contain($"Usage:{Environment.NewLine}").And.Contain("  -?, -h, --help ");
    }

    private static bool IsOptional(Argument argument) => argument.Arity.MinimumNumberOfValues == 0;

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private RootCommand Tree() => Cli.CreateTree(new TestServices(_folder.Path, _folder.In("home"))).Root;

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(All).Prepend(command);

    private static string LibraryHelp(Command command)
    {
        var output = new StringWriter();
        var root = command;
        while (root.Parents.FirstOrDefault() is Command parent)
        {
            root = parent;
        }
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpAction { MaxWidth = int.MaxValue };
        }
        var path = new List<string>();
        for (var part = command; part != root; part = (Command)part.Parents.First())
        {
            path.Insert(0, part.Name);
        }
        root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = output });
        return output.ToString().TrimEnd();
    }
}
