using System.CommandLine;
using LwCoder.Cleanup;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Gc;

/// <summary>`lw_coder gc`: removes what nobody needs any more, and shows what takes up room.</summary>
internal static class GcCommand
{
    public static Command Create(Services services, Func<GcOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new GcHandler(
            services.Cleaners(),
            new Holdings(services.Home),
            services.RepositoryHereAsync,
            services.Out,
            services.Narrator,
            services.OutIsTerminal).RunAsync(options, cancel);

        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would go, and what takes up room." };
        var age = new Option<string>("--older-than")
        {
            Description = "How old runs, and rescue refs if they are asked for, must be (12h, 30d, 8w).",
            HelpName = "age",
            DefaultValueFactory = _ => "30d",
        };
        var refs = new Option<bool>("--rescue-refs")
        {
            Description = "Remove old rescue refs even if their work is nowhere else.",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("gc", "Remove what killed and old runs have left, and show sizes.") { dryRun, age, refs, json };
        command.SetAction((parsed, cancel) => run(
            new GcOptions(
                parsed.GetValue(dryRun), AgeOption.Parse("--older-than", parsed.GetRequiredValue(age)), parsed.GetValue(refs),
                parsed.GetValue(json)),
            cancel));
        return command;
    }
}
