using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates`: the prompts that `train` or `optimize prompts` proposed.</summary>
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

        return new Command("candidates", "Look at prompts that were proposed, compare them, and make one the active ones.")
        {
            list, show, diff, CompareCommand.Create(services), RunOneCommand.Create(services), PromoteCommand.Create(services),
            RollbackCommand.Create(services), HistoryCommand.Create(services),
        };
    }

    private static Argument<string> Name(string name, string description) =>
        new Argument<string>(name) { Description = description }.NoOption().Completes(CompletionKind.Candidate);

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout." };
}
