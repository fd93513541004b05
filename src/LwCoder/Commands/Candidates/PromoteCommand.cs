using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates promote`: a candidate becomes the active prompts.</summary>
internal static class PromoteCommand
{
    public static Command Create(Services services)
    {
        var candidate = new Argument<string>("candidate") { Description = "The candidate: its number, or all of its name." }
            .NoOption().Completes(CompletionKind.Candidate);
        var force = new Option<bool>("--force") { Description = "Also if it won no comparison with the active prompts." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("promote", "Make a candidate the active prompts; those that were go to the archive.")
        {
            candidate, force, json,
        };
        command.SetAction((parsed, cancel) => services.PromoteHandler().RunAsync(
            parsed.GetRequiredValue(candidate), parsed.GetValue(force), parsed.GetValue(json), cancel));
        return command;
    }
}
