using System.CommandLine;
using LwCoder.Completions;

namespace LwCoder.Commands.Completion;

/// <summary>`lw_coder completion &lt;shell&gt;|install|uninstall`: has the user's shell complete lw_coder's commands.</summary>
internal static class CompletionCommand
{
    public static Command Create(Services services, Func<CompletionOptions, Command, int>? run = null)
    {
        run ??= (options, root) => new CompletionHandler(
            new UserFolders(services.Home, services.Environment), services.Environment, services.Out, services.Error)
            .Run(options, CommandTreeReader.Read(root));
        var command = new Command("completion", "Complete commands, flags, plans and runs in your shell.");
        foreach (var shell in Shells.All)
        {
            var print = new Command(shell.Name, $"Print the script for {shell.Name}.");
            print.SetAction(parsed => run(new CompletionOptions.Print(shell), Root(parsed)));
            command.Add(print);
        }
        command.Add(Change("install", "Set it up, for the shell you use or the one you name.",
            run, shell => new CompletionOptions.Install(shell)));
        command.Add(Change("uninstall", "Undo what install did.", run, shell => new CompletionOptions.Uninstall(shell)));
        return command;
    }

    private static Command Change(
        string name, string description, Func<CompletionOptions, Command, int> run, Func<string?, CompletionOptions> options)
    {
        var shell = new Argument<string?>("shell")
        {
            Description = "bash, zsh, fish or powershell. Without it, the one SHELL names.", Arity = ArgumentArity.ZeroOrOne,
        };
        shell.AcceptOnlyFromAmong([.. Shells.All.Select(known => known.Name)]);
        var command = new Command(name, description) { shell };
        command.SetAction(parsed => run(options(parsed.GetValue(shell)), Root(parsed)));
        return command;
    }

    private static Command Root(ParseResult parsed) => parsed.RootCommandResult.Command;
}
