using System.CommandLine;

namespace LwCoder.Commands.Init;

/// <summary>`lw_coder init`</summary>
internal static class InitCommand
{
    public static Command Create(Services services, Func<InitOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new InitHandler(
            services.RepositoryRootAsync,
            services.Out,
            services.Error,
            services.HasTerminal ? services.Ask : null,
            services.Time).RunAsync(options, cancel);

        var force = new Option<bool>("--force")
        {
            Description = "Also take stock prompts, judges and image files again where yours differ; asks for each kind.",
        };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        yes.Aliases.Add("-y");
        var json = new Option<bool>("--json") { Description = "Print what was done as one JSON object on stdout." };

        var command = new Command("init", "Prepare this repository: prompts, judges, configuration and .gitignore")
        {
            force, yes, json,
        };
        command.SetAction((parsed, cancel) => run(
            new InitOptions(parsed.GetValue(force), parsed.GetValue(yes), parsed.GetValue(json)), cancel));
        return command;
    }
}

/// <param name="Force">Renew what differs from the stock, after asking.</param>
/// <param name="Yes">The answer to every question.</param>
internal sealed record InitOptions(bool Force = false, bool Yes = false, bool Json = false);
