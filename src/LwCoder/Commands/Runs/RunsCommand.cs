using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Runs;

/// <summary>`lw_coder runs list|show|logs|diff`: looks at what earlier runs did. Reads only.</summary>
internal static class RunsCommand
{
    public static Command Create(Services services, Func<RunsOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new RunsHandler(
            services.RunsHereAsync, services.Out, services.OpenRawOut, services.OutIsTerminal, services.Time)
            .RunAsync(options, cancel);
        var command = new Command("runs", "Look at runs: what they did, where their files are.");
        command.Add(List(run));
        command.Add(Show(run));
        command.Add(Logs(run));
        command.Add(Diff(run));
        return command;
    }

    private static Command List(Func<RunsOptions, CancellationToken, Task<int>> run)
    {
        var plan = new Option<string?>("--plan") { Description = "Only the runs of this plan.", HelpName = "plan_id" }
            .Completes(CompletionKind.Plan);
        var json = Json();
        var limit = new Option<int>("--limit")
        {
            Description = "At most this many, newest first.", DefaultValueFactory = _ => 30,
        };
        var command = new Command("list", "List runs, newest first.") { plan, limit, json };
        command.Aliases.Add("ls");
        command.SetAction((parsed, cancel) => run(
            new RunsOptions.List(parsed.GetValue(plan), parsed.GetValue(limit), parsed.GetValue(json)), cancel));
        return command;
    }

    private static Command Show(Func<RunsOptions, CancellationToken, Task<int>> run)
    {
        var name = RunName();
        var json = Json();
        var command = new Command("show", "Show one run.") { name, json };
        command.SetAction((parsed, cancel) => run(
            new RunsOptions.Show(parsed.GetValue(name), parsed.GetValue(json)), cancel));
        return command;
    }

    private static Command Logs(Func<RunsOptions, CancellationToken, Task<int>> run)
    {
        var name = RunName();
        var json = new Option<bool>("--json") { Description = "The events, one JSON object a line." };
        var raw = new Option<bool>("--raw") { Description = "The agent's output as it was printed, secrets removed." };
        var command = new Command("logs", "Print the conversation of one run.") { name, json, raw };
        command.Require(result =>
        {
            if (result.GetValue(json) && result.GetValue(raw))
            {
                result.AddError("Choose one of --json and --raw.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new RunsOptions.Logs(parsed.GetValue(name), parsed.GetValue(json), parsed.GetValue(raw)), cancel));
        return command;
    }

    private static Command Diff(Func<RunsOptions, CancellationToken, Task<int>> run)
    {
        var name = RunName();
        var json = Json();
        var command = new Command("diff", "Print the change of one run as a patch.") { name, json };
        command.SetAction((parsed, cancel) => run(
            new RunsOptions.Diff(parsed.GetValue(name), parsed.GetValue(json)), cancel));
        return command;
    }

    private static Argument<string?> RunName() => RunArgument.Optional();

    private static Option<bool> Json() => new("--json") { Description = "Print one JSON object on stdout." };
}
