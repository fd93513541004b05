using System.CommandLine;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates history`: what each version of the prompts achieved.</summary>
internal static class HistoryCommand
{
    public static Command Create(Services services)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("history", "Show what each version of the prompts achieved, and each promotion and rollback.")
        {
            json,
        };
        command.SetAction((parsed, cancel) => services.HistoryHandler().RunAsync(parsed.GetValue(json), cancel));
        return command;
    }
}
