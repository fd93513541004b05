using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>`lw_coder candidates run-one &lt;folder&gt;`: one replay, all of whose inputs lie in a folder.</summary>
internal static class RunOneCommand
{
    public static Command Create(Services services)
    {
        var folder = new Argument<string>("folder")
        {
            Description = "A folder that compare has made; the result will be its result.json.",
        }.NoOption().Completes(CompletionKind.File);
        var trust = new Option<bool>("--trust") { Description = "Trust the commands that the folder's configuration names." };
        var command = new Command(RunOneArguments.Verb, "Carry out one replay of a comparison, for engines that run many.")
        {
            folder, trust,
        };
        command.SetAction((parsed, cancel) => services.RunOneHandler().RunAsync(
            parsed.GetRequiredValue(folder), services.WorkingDirectory, parsed.GetValue(trust), cancel));
        return command;
    }
}
