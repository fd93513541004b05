using System.CommandLine;
using LwCoder.Commands.Shared;
using LwCoder.Completions;

namespace LwCoder.Commands.Telemetry;

/// <summary>`lw_coder telemetry …`: recorded sessions, lw_coder's own and those that were imported.</summary>
internal static class TelemetryCommand
{
    public static Command Create(Services services, Func<TelemetryOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => new TelemetryHandler(
            services.OpenTelemetryAsync, services.Out, services.OpenRawOut, services.OutIsTerminal, services.OutWidth,
            services.Narrator, services.Time)
            .RunAsync(options, cancel);
        return new Command("telemetry", "Recorded sessions: what agents did, what it cost, how it ended.")
        {
            ImportCommand.Create(services), Sessions(run), Show(run), Stats(run), Cost(run), Tools(run), Children(run),
            CheckCardCommand.Create(services), Sql(run), Prune(run), Export(run),
        };
    }

    private static Command Sessions(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (plan, since, limit, format) = (Plan(), Since(), Limit(30), new FormatFlags());
        var tool = new Option<string?>("--tool") { Description = "Only of this agent.", HelpName = "tool" };
        var model = new Option<string?>("--model") { Description = "Only with this model.", HelpName = "model" };
        var status = new Option<string?>("--status")
        {
            Description = "Only those that are running, completed, failed, abandoned or unknown.", HelpName = "status",
        };
        status.AcceptOnlyFromAmong("running", "completed", "failed", "abandoned", "unknown");
        var command = new Command("sessions", "List sessions, newest first.") { plan, tool, model, status, since, limit };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Sessions(
                parsed.GetValue(plan), parsed.GetValue(tool), parsed.GetValue(model), parsed.GetValue(status),
                parsed.GetValue(since), parsed.GetValue(limit), format.Of(parsed)),
            cancel));
        return command;
    }

    private static Command Show(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (session, format) = (Session(), new FormatFlags());
        var command = new Command("show", "Show what was said and done in one session.") { session };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Show(parsed.GetRequiredValue(session), format.Of(parsed)), cancel));
        return command;
    }

    private static Command Stats(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (plan, since, format) = (Plan(), Since(), new FormatFlags());
        var by =
            new Option<string?>("--by") { Description = "Only sums per plan, model, tool or prompt.", HelpName = "grouping" };
        by.AcceptOnlyFromAmong([.. LwCoder.Telemetry.Queries.Stats.Groupings]);
        var command = new Command(
            "stats",
            "Sum sessions up: success (a session with its recoveries counts once), cost, tokens, durations.") { by, plan, since };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Stats(
                parsed.GetValue(by), parsed.GetValue(plan), parsed.GetValue(since), format.Of(parsed)),
            cancel));
        return command;
    }

    private static Command Cost(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (plan, since, limit, format) = (Plan(), Since(), Limit(30), new FormatFlags());
        var command = new Command("cost", "List tasks with all they started, the most expensive first.")
        {
            plan, since, limit,
        };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Cost(
                parsed.GetValue(plan), parsed.GetValue(since), parsed.GetValue(limit), format.Of(parsed)),
            cancel));
        return command;
    }

    private static Command Tools(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (plan, since, format) = (Plan(), Since(), new FormatFlags());
        var command = new Command("tools", "List the tools agents used, the most used first.") { plan, since };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Tools(parsed.GetValue(plan), parsed.GetValue(since), format.Of(parsed)), cancel));
        return command;
    }

    private static Command Children(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var (session, format) = (Session(), new FormatFlags());
        var command = new Command("children", "Show a session and all it started, as a tree.") { session };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Children(parsed.GetRequiredValue(session), format.Of(parsed)), cancel));
        return command;
    }

    private static Command Sql(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var statement = new Argument<string>("statement") { Description = "One statement that reads, in the database's SQL." };
        statement.CompletionSources.Add("select");
        var format = new FormatFlags();
        var command = new Command("sql", "Ask the store a question in SQL; it cannot be changed by it.") { statement };
        format.AddTo(command);
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Sql(parsed.GetRequiredValue(statement), format.Of(parsed)), cancel));
        return command;
    }

    private static Command Prune(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var age = new Option<string?>("--older-than")
        {
            Description = "How old a session must be to go, such as 90d or 26w. Needed.", HelpName = "age",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say how many there are." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object on stdout." };
        var command = new Command("prune", "Remove old sessions from the store.") { age, dryRun, json };
        command.Require(result =>
        {
            if (result.GetValue(age) is null)
            {
                result.AddError("Say with --older-than which sessions are to go.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            new TelemetryOptions.Prune(
                parsed.GetValue(age)!, parsed.GetValue(dryRun), parsed.GetValue(json) ? OutputFormat.Json : OutputFormat.Table),
            cancel));
        return command;
    }

    private static Command Export(Func<TelemetryOptions, CancellationToken, Task<int>> run)
    {
        var file = new Argument<string?>("file")
        {
            Description = "Where to write it. Without it, standard output.", Arity = ArgumentArity.ZeroOrOne,
        }.NoOption().Completes(CompletionKind.File);
        var command = new Command("export", "Write everything in the store as JSON lines.") { file };
        command.SetAction((parsed, cancel) => run(new TelemetryOptions.Export(parsed.GetValue(file)), cancel));
        return command;
    }

    internal static Argument<string> Session() => new Argument<string>("session")
    {
        Description = "A session's id, its unique beginning, or a run.",
    }.NoOption().Completes(CompletionKind.Run);

    private static Option<string?> Plan() =>
        new Option<string?>("--plan") { Description = "Only for this plan.", HelpName = "plan_id" }
            .Completes(CompletionKind.Plan);

    private static Option<string?> Since() =>
        new("--since") { Description = "Only what began in that time, such as 12h, 30d or 8w.", HelpName = "age" };

    private static Option<int> Limit(int most)
    {
        var limit = new Option<int>("--limit") { Description = "At most this many.", DefaultValueFactory = _ => most };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be at least 1.");
            }
        });
        return limit;
    }
}
