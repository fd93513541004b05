using System.CommandLine;

namespace LwCoder.Commands.Init;

/// <summary>`lw_coder init`</summary>
internal static class InitCommand
{
    public static Command Create(Services services, Func<InitOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new InitHandler(
            services.RepositoryRootAsync, services.Out, services.Error).RunAsync(options, cancel);
        var command = new Command("init", "Prepare this repository: prompts, judges, configuration and .gitignore");
        command.SetAction((_, cancel) => run(new InitOptions(), cancel));
        return command;
    }
}

/// <summary>`init` takes no options yet: it adds what is missing and keeps what is there.</summary>
internal sealed record InitOptions;
