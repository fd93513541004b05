using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates`: the prompts that `train` proposed.</summary>
internal static class CandidatesCommand
{
    public static Command Create(Services services)
    {
        var listJson = Json();
        var list = new Command("list", "List all candidates and where they come from.") { listJson };
        list.SetAction((parsed, cancel) => services.CandidatesHandler().ListAsync(
            services.WorkingDirectory, parsed.GetValue(listJson), cancel));

        var shown = Name("candidate", "The candidate: its number, or all of its name.");
        var showJson = Json();
        var show = new Command("show", "Print a candidate: where it comes from, its analysis and its prompts.")
        {
            shown, showJson,
        };
        show.SetAction((parsed, cancel) => services.CandidatesHandler().ShowAsync(
            parsed.GetRequiredValue(shown), services.WorkingDirectory, parsed.GetValue(showJson), cancel));

        var compared = Name("candidate", "The candidate: its number, or all of its name.");
        var against = Name("against", "Another candidate; without one, the active prompts.");
        against.Arity = ArgumentArity.ZeroOrOne;
        var diffJson = Json();
        var diff = new Command("diff", "Compare a candidate with the active prompts or another one, word by word.")
        {
            compared, against, diffJson,
        };
        diff.SetAction((parsed, cancel) => services.CandidatesHandler().DiffAsync(
            parsed.GetRequiredValue(compared), parsed.GetValue(against), services.WorkingDirectory, parsed.GetValue(diffJson),
            cancel));

        return new Command("candidates", "Look at the prompts that train proposed, and make one of them the active ones.")
        {
            list, show, diff, Promote(services), RollBack(services), History(services),
        };
    }

    private static Command Promote(Services services)
    {
        var candidate = Name("candidate", "The candidate: its number, or all of its name.");
        var force = new Option<bool>("--force") { Description = "Also if it won no comparison with the active prompts." };
        var json = Json();
        var command = new Command("promote", "Make a candidate the active prompts; those that were go to the archive.")
        {
            candidate, force, json,
        };
        command.SetAction((parsed, cancel) => services.PromoteHandler().PromoteAsync(
            parsed.GetRequiredValue(candidate), parsed.GetValue(force), parsed.GetValue(json), cancel));
        return command;
    }

    private static Command RollBack(Services services)
    {
        var set = new Argument<string?>("prompts")
        {
            Description = "Which, as <tool>/<variant>; by default the only ones that were promoted.",
            Arity = ArgumentArity.ZeroOrOne,
        }.NoOption();
        var force = new Option<bool>("--force") { Description = "Also if the prompts were edited since; the archive keeps them." };
        var json = Json();
        var command = new Command("rollback", "Take the last promotion back, and with the next one the one before it.")
        {
            set, force, json,
        };
        command.SetAction((parsed, cancel) => services.PromoteHandler().RollBackAsync(
            parsed.GetValue(set), parsed.GetValue(force), parsed.GetValue(json), cancel));
        return command;
    }

    private static Command History(Services services)
    {
        var json = Json();
        var command = new Command("history", "Show what each version of the prompts achieved, and each promotion and rollback.")
        {
            json,
        };
        command.SetAction((parsed, cancel) => services.HistoryHandler().RunAsync(parsed.GetValue(json), cancel));
        return command;
    }

    private static Argument<string> Name(string name, string description) =>
        new Argument<string>(name) { Description = description }.NoOption().Completes(CompletionKind.Candidate);

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout." };
}
