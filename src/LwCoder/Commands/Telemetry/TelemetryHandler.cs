using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Queries;
using LwCoder.Telemetry.Sql;

namespace LwCoder.Commands.Telemetry;

/// <summary>Looks at recorded sessions, and removes old ones.</summary>
internal sealed class TelemetryHandler(
    Func<CancellationToken, Task<ITelemetryStore>> openStore,
    TextWriter output,
    Func<Stream> rawOutput,
    bool forPerson,
    int? width,
    Narrator narrator,
    TimeProvider time)
{
    private const string NoSessions =
        "No sessions yet. `lw_coder code` records its own; `lw_coder telemetry import` takes over those of other agents.";

    /// <summary>A person reads no more; who wants all has a program read it.</summary>
    private const int MostRowsForPerson = 1000;

    private static string NothingOf(SessionFilter filter) =>
        filter == new SessionFilter() ? NoSessions : "No session is like that.";

    private readonly AnswerPrinter _printer = new(output, forPerson, width, time);

    public async Task<int> RunAsync(TelemetryOptions options, CancellationToken cancel)
    {
        await using var store = await openStore(cancel);
        await (options switch
        {
            TelemetryOptions.Sessions sessions => ListAsync(store, sessions, cancel),
            TelemetryOptions.Show show => ShowAsync(store, show, cancel),
            TelemetryOptions.Stats stats => SumUpAsync(store, stats, cancel),
            TelemetryOptions.Cost cost => RankAsync(store, cost, cancel),
            TelemetryOptions.Tools tools => ListToolsAsync(store, tools, cancel),
            TelemetryOptions.Children children => ShowTreeAsync(store, children, cancel),
            TelemetryOptions.Sql sql => AskAsync(store, sql, cancel),
            TelemetryOptions.Prune prune => PruneAsync(store, prune, cancel),
            TelemetryOptions.Export export => ExportAsync(store, export, cancel),
            _ => throw new InvalidOperationException($"{options.GetType().Name} has no handler"),
        });
        return (int)ExitCode.Done;
    }

    private async Task ListAsync(ITelemetryStore store, TelemetryOptions.Sessions options, CancellationToken cancel)
    {
        var filter = new SessionFilter
        {
            Plan = options.Plan, Tool = options.Tool, Model = options.Model, Status = options.Status,
            Since = SinceOf(options.Since),
        };
        var sessions = await store.ReadAsync(session => SessionQueries.List(session, filter, options.Limit), cancel);
        _printer.Write(TelemetryTables.Of(sessions), options.Format, NothingOf(filter));
    }

    private async Task ShowAsync(ITelemetryStore store, TelemetryOptions.Show options, CancellationToken cancel)
    {
        var (found, entries) = await store.ReadAsync(
            session =>
            {
                var found = SessionQueries.Find(session, options.Session);
                return (found, SessionQueries.EntriesOf(session, found.Id));
            },
            cancel);
        var facts = TelemetryTables.Of([found]);
        if (options.Format == OutputFormat.Json)
        {
            JsonAnswer.Write(output, json =>
            {
                AnswerPrinter.WriteTo(json, facts);
                AnswerPrinter.WriteTo(json, TelemetryTables.Of(entries));
            });
            return;
        }
        if (options.Format == OutputFormat.Table && forPerson)
        {
            _printer.Write(facts, OutputFormat.Table, "");
            var ended = $"{found.Outcome ?? found.Status} in {found.Workspace ?? "an unknown folder"}";
            output.WriteLine(TerminalText.OneLine(ended, 300));
            output.WriteLine();
        }
        _printer.Write(TelemetryTables.Of(entries), options.Format, "Nothing was said.");
    }

    private async Task SumUpAsync(ITelemetryStore store, TelemetryOptions.Stats options, CancellationToken cancel)
    {
        var filter = new SessionFilter { Plan = options.Plan, Since = SinceOf(options.Since) };
        var sessions = await store.ReadAsync(session => SessionQueries.List(session, filter, limit: null), cancel);
        _printer.Write(TelemetryTables.Of(Stats.Of(sessions, options.By)), options.Format, NothingOf(filter));
    }

    private async Task RankAsync(ITelemetryStore store, TelemetryOptions.Cost options, CancellationToken cancel)
    {
        var filter = new SessionFilter { Plan = options.Plan, Since = SinceOf(options.Since) };
        var trees = await store.ReadAsync(session => TreeQueries.Costliest(session, filter, options.Limit), cancel);
        _printer.Write(TelemetryTables.Of(trees), options.Format, NothingOf(filter));
    }

    private async Task ListToolsAsync(ITelemetryStore store, TelemetryOptions.Tools options, CancellationToken cancel)
    {
        var filter = new SessionFilter { Plan = options.Plan, Since = SinceOf(options.Since) };
        var tools = await store.ReadAsync(session => ToolQueries.List(session, filter), cancel);
        _printer.Write(TelemetryTables.Of(tools), options.Format, NothingOf(filter));
    }

    private async Task ShowTreeAsync(ITelemetryStore store, TelemetryOptions.Children options, CancellationToken cancel)
    {
        var nodes = await store.ReadAsync(
            session => TreeQueries.Below(session, SessionQueries.FindTask(session, options.Session)), cancel);
        _printer.Write(TelemetryTables.Of(nodes), options.Format, "");
    }

    private async Task AskAsync(ITelemetryStore store, TelemetryOptions.Sql options, CancellationToken cancel)
    {
        try
        {
            await store.ReadAsync(session => session.Ask(options.Statement, cursor => Print(cursor, options.Format)), cancel);
        }
        catch (StoreException refused) when (refused.Fault is StoreFault.Refused or StoreFault.ReadOnly)
        {
            throw new UserError(refused.Message, "docs/telemetry.md has the tables and columns", ExitCode.Failed, refused);
        }
    }

    private bool Print(ISqlCursor cursor, OutputFormat format)
    {
        int? most = forPerson && format == OutputFormat.Table ? MostRowsForPerson : null;
        var answer = SqlAnswer.Of(
            cursor, most, () => narrator.Notice($"only the first {most} rows are shown; --csv and --json have all"));
        _printer.Write(answer, format, "No rows.");
        return true;
    }

    private async Task PruneAsync(ITelemetryStore store, TelemetryOptions.Prune options, CancellationToken cancel)
    {
        var before = time.GetUtcNow() - AgeOption.Parse("--older-than", options.OlderThan);
        long count;
        if (options.DryRun)
        {
            count = await store.ReadAsync(session => Pruning.Count(session, before), cancel);
        }
        else
        {
            count = await store.ChangeAsync(session => Pruning.Prune(session, before), cancel);
            await store.ReadAsync(
                session =>
                {
                    session.Dialect.Compact(session);
                    return true;
                },
                cancel);
        }
        if (options.Format == OutputFormat.Json)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteNumber("sessions", count);
                json.WriteBoolean("dry_run", options.DryRun);
            });
            return;
        }
        var fate = options.DryRun ? "would be removed" : "removed";
        output.WriteLine($"{count} session{(count == 1 ? "" : "s")} older than {options.OlderThan} {fate}");
    }

    private async Task ExportAsync(ITelemetryStore store, TelemetryOptions.Export options, CancellationToken cancel)
    {
        if (options.File is not { } file)
        {
            await using var copy = rawOutput();
            await WriteAsync(copy);
            return;
        }
        var unfinished = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            long rows;
            await using (var content = File.Create(unfinished))
            {
                rows = await WriteAsync(content);
            }
            File.Move(unfinished, file, overwrite: true);
            narrator.Step($"{rows} rows written to {file}");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"{file} cannot be written: {refused.Message.TrimEnd('.')}", "name a file in a folder that you may write to",
                cause: refused);
        }
        finally
        {
            if (File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }

        async Task<long> WriteAsync(Stream target)
        {
            await using var buffered = new BufferedStream(target, 64 * 1024);
            return await store.ReadAsync(session => Export.Write(session, buffered), cancel);
        }
    }

    private DateTimeOffset? SinceOf(string? age) => age is null ? null : time.GetUtcNow() - AgeOption.Parse("--since", age);
}
