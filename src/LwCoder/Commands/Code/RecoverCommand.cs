using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Code;

/// <summary>`lw_coder recover &lt;run&gt;`: has `code` go on from a run that went wrong, told what was wrong.</summary>
internal static class RecoverCommand
{
    public static Command Create(Services services, Func<RecoverOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.RecoverHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var name = RunArgument.Optional();
        var flags = new SessionFlags();
        var recover =
            SessionFlags.Choice("--recover", "How often to try in all, if the first attempt goes wrong as well (1).", "count");
        var rates = new Option<bool>("--rates") { Description = "Only tell how many recoveries have succeeded so far." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("recover", "Go on after a run that went wrong, with what was wrong in mind.")
        {
            name, recover, rates,
        };
        flags.AddTo(command);
        command.Add(json);
        command.SetAction((parsed, cancel) => run(
            new RecoverOptions(
                parsed.GetValue(name), flags.Read(parsed) with { Recover = parsed.GetValue(recover) }, parsed.GetValue(rates),
                parsed.GetValue(json)),
            cancel));
        return command;
    }
}
