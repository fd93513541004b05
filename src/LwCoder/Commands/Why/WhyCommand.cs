using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Why;

/// <summary>`lw_coder why &lt;run&gt;`: one page on how a run came to its end.</summary>
internal static class WhyCommand
{
    public static Command Create(Services services, Func<WhyOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) =>
            new WhyHandler(services.RunsHereAsync, services.Diagnoses, new WhyPage(services.Out), services.Out)
                .RunAsync(options, cancel);
        var name = RunArgument.Optional();
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("why", "Tell on one page how a run came to its end.") { name, json };
        command.SetAction((parsed, cancel) => run(new WhyOptions(parsed.GetValue(name), parsed.GetValue(json)), cancel));
        return command;
    }
}
