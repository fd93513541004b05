using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Planning;

/// <summary>`lw_coder plan`: has an agent turn an idea into a plan; `plan lint` and `plan list` look at plans.</summary>
internal static class PlanCommand
{
    public static Command Create(Services services, Func<PlanOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => options switch
        {
            PlanOptions.Write write => services.PlanHandler().RunAsync(write, services.WorkingDirectory, cancel),
            PlanOptions.Split split => services.PlanSplit().RunAsync(split, services.WorkingDirectory, cancel),
            PlanOptions.Lint lint => services.PlanLint().RunAsync(lint, services.WorkingDirectory, cancel),
            PlanOptions.List list => services.PlanList().RunAsync(list.Json, services.WorkingDirectory, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options, null),
        };

        var idea = new Argument<string?>("idea-file")
        {
            Description = "A file with the idea.",
            Arity = ArgumentArity.ZeroOrOne,
        }.NoOption().Completes(CompletionKind.File);
        var text = SessionFlags.Choice("--text", "The idea itself.", "text");
        var flags = new SessionFlags();
        var decompose =
            new Option<bool>("--decompose") { Description = "Have a model split the plan into subtasks with costs and scopes." };
        var json = new Option<bool>("--json") { Description = "Print the plans as one JSON object on stdout." };
        var command = new Command("plan", "Have an agent turn an idea into a plan.") { idea, text, decompose };
        flags.AddTo(command);
        command.Add(json);
        command.Add(Split(run));
        command.Add(Lint(run));
        command.Add(List(run));
        command.Require(result =>
        {
            if (result.GetValue(idea) is not null && result.GetValue(text) is not null)
            {
                result.AddError("Name a file with the idea or give --text, not both.");
            }
            else if (result.GetValue(text) is { } given && string.IsNullOrWhiteSpace(given))
            {
                result.AddError("--text is blank.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new PlanOptions.Write(parsed.GetValue(idea), parsed.GetValue(text), flags.Read(parsed), parsed.GetValue(json),
                parsed.GetValue(decompose)),
            cancel));
        return command;
    }

    private static Command Split(Func<PlanOptions, CancellationToken, Task<int>> run)
    {
        var plan = PlanArgument.Required();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("decompose", "Have a model split a plan that is there into subtasks.") { plan, json };
        command.SetAction((parsed, cancel) => run(
            new PlanOptions.Split(parsed.GetRequiredValue(plan), parsed.GetValue(json)), cancel));
        return command;
    }

    private static Command Lint(Func<PlanOptions, CancellationToken, Task<int>> run)
    {
        var plan = PlanArgument.Required();
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("lint", "Check a plan and name every mistake in it.") { plan, json };
        command.SetAction((parsed, cancel) => run(
            new PlanOptions.Lint(parsed.GetRequiredValue(plan), parsed.GetValue(json)), cancel));
        return command;
    }

    private static Command List(Func<PlanOptions, CancellationToken, Task<int>> run)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("list", "List the plans of this repository and what they wait for.") { json };
        command.SetAction((parsed, cancel) => run(new PlanOptions.List(parsed.GetValue(json)), cancel));
        return command;
    }
}
