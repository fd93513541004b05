using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Recording.Import;

namespace LwCoder.Commands.Telemetry;

/// <summary>`lw_coder telemetry import SOURCE [PATH]`: brings sessions of other agents, and earlier ones of ours, into the store.</summary>
internal static class ImportCommand
{
    public static Command Create(Services services, Func<ImportOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.ImportHandler().RunAsync(options, cancel);
        var source = new Argument<string>("source")
        {
            Description = $"Whose sessions: {string.Join(", ", ImportSources.Names)}.", HelpName = "source",
        };
        source.AcceptOnlyFromAmong([.. ImportSources.Names]);
        var path = new Argument<string?>("path")
        {
            Description = "Where they are. Without it, where the agent puts them on this machine.",
            Arity = ArgumentArity.ZeroOrOne,
        }.NoOption().Completes(CompletionKind.File);
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("import", "Bring sessions into the store. What is there already is not added again.") { source, path, json };
        command.SetAction((parsed, cancel) => run(
            new ImportOptions(parsed.GetRequiredValue(source), parsed.GetValue(path), parsed.GetValue(json)), cancel));
        return command;
    }
}
