using System.CommandLine;
using LwCoder.Commands.Shared;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates rollback`: the prompts before the last promotion become active again.</summary>
internal static class RollbackCommand
{
    public static Command Create(Services services)
    {
        var set = new Argument<string?>("prompts")
        {
            Description = "Which, as <tool>/<variant>; by default the only ones that were promoted.",
            HelpName = "prompts",
            Arity = ArgumentArity.ZeroOrOne,
        }.NoOption();
        set.CompletionSources.Add(
            "claude-code-cli/default", "claude-code-cli/haiku", "claude-code-cli/opus", "claude-code-cli/sonnet", "droid/default",
            "mini/default");
        var force =
            new Option<bool>("--force") { Description = "Also if the prompts were edited since; the archive keeps them." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("rollback", "Take the last promotion back, and with the next one the one before it.")
        {
            set, force, json,
        };
        command.SetAction((parsed, cancel) => services.RollbackHandler().RunAsync(
            parsed.GetValue(set), parsed.GetValue(force), parsed.GetValue(json), cancel));
        return command;
    }
}
