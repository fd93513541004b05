using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Models;
using LwCoder.Prompting.Caching;

namespace LwCoder.Commands.Cache;

/// <summary>`lw_coder cache stats|clear|prune`: looks after the answers of language models that are kept on disk.</summary>
internal static class CacheCommand
{
    public static Command Create(Services services, Func<CacheOptions, int>? run = null)
    {
        run ??= options => new CacheHandler(
            new PromptCache(
                CacheDirectory.Find(services.Environment, services.WorkingDirectory, services.Home),
                new PromptCacheOptions { Time = services.Time }),
            services.Out,
            services.Error,
            services.HasTerminal ? services.Ask : null,
            services.Time).Run(options);
        return new Command("cache", "Look after the answers of language models that are kept on disk.")
        {
            Stats(run), Clear(run), Prune(run),
        };
    }

    private static Command Stats(Func<CacheOptions, int> run)
    {
        var json = Json();
        var command = new Command("stats", "Count what is kept, and say where.") { json };
        command.SetAction(parsed => run(new CacheOptions.Stats(parsed.GetValue(json))));
        return command;
    }

    private static Command Clear(Func<CacheOptions, int> run)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        yes.Aliases.Add("-y");
        var json = Json();
        var command = new Command("clear", "Remove every answer.") { yes, json };
        command.SetAction(parsed => run(new CacheOptions.Clear(parsed.GetValue(yes), parsed.GetValue(json))));
        return command;
    }

    private static Command Prune(Func<CacheOptions, int> run)
    {
        var age = new Option<string?>("--older-than")
        {
            Description = "Remove answers older than this (12h, 30d, 8w).", HelpName = "age",
        };
        var size = new Option<string?>("--max-size")
        {
            Description = "Remove the oldest answers until the rest takes no more than this (500MB, 2GB).", HelpName = "size",
        };
        var json = Json();
        var command = new Command("prune", "Remove old answers.") { age, size, json };
        command.Require(result =>
        {
            if (result.GetValue(age) is null && result.GetValue(size) is null)
            {
                result.AddError("Say what may go: --older-than 30d, --max-size 500MB, or both.");
            }
        });
        command.SetAction(parsed => run(
            new CacheOptions.Prune(parsed.GetValue(age), parsed.GetValue(size), parsed.GetValue(json))));
        return command;
    }

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout." };
}
