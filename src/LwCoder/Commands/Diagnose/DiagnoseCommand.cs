using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Diagnose;

/// <summary>`lw_coder diagnose &lt;run&gt;`: says what went wrong in a session, and what shows it.</summary>
internal static class DiagnoseCommand
{
    public static Command Create(Services services, Func<DiagnoseOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.DiagnoseHandler().RunAsync(options, cancel);

        var session = RunArgument.Optional("session", "An agent's id of the session will do.");
        var events = new Option<string?>("--events")
        {
            Description = "A session.jsonl, of whatever origin, instead of a run.", HelpName = "file",
        }.Completes(CompletionKind.File);
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };

        var command = new Command("diagnose", "Say what went wrong in a session, and what shows it.") { session, events, json };
        command.Require(result =>
        {
            if (result.GetValue(session) is not null && result.GetValue(events) is not null)
            {
                result.AddError("Name a session or give --events, not both.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new DiagnoseOptions(parsed.GetValue(session), parsed.GetValue(events), parsed.GetValue(json)), cancel));
        return command;
    }
}
