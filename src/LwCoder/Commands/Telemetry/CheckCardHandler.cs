using System.Globalization;
using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Recording.Cards;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Queries;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Commands.Telemetry;

/// <param name="openStore">Of the repository lw_coder is called in.</param>
internal sealed class CheckCardHandler(
    Func<CancellationToken, Task<ITelemetryStore>> openStore, TextWriter output, TimeProvider time)
{
    public async Task<int> RunAsync(CheckCardOptions options, CancellationToken cancel)
    {
        await using var store = await openStore(cancel);
        var task = await store.ReadAsync(session => SessionQueries.FindTask(session, options.Session), cancel);
        options = options with { Session = task };
        var desk = new CardDesk(store, time);
        await desk.SeedAsync(cancel);
        var verdict = await desk.CheckAsync(options.Card, options.Session, options.EnforcedOnly, cancel);
        if (options.Json)
        {
            JsonAnswer.Write(output, json => Write(json, options, verdict));
        }
        else
        {
            Write(options, verdict);
        }
        return (int)(verdict.Passed ? ExitCode.Done : ExitCode.ChecksFailed);
    }

    private void Write(CheckCardOptions options, CardVerdict verdict)
    {
        output.WriteLine($"{(verdict.Passed ? "pass" : "fail")}: {options.Card} for {options.Session}");
        foreach (var line in verdict.Missing)
        {
            output.WriteLine($"  missing {Name(line)}");
        }
        foreach (var violation in verdict.Violations)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  forbidden {Name(violation.Line)}, found {violation.Count} times"));
        }
    }

    private static string Name(PunchCardRow line) =>
        $"{PunchTypeName.Of(line.Type)} {line.KeyPattern}{(line.Description is { } why ? $": {why}" : "")}";

    private static void Write(Utf8JsonWriter json, CheckCardOptions options, CardVerdict verdict)
    {
        json.WriteString("session", options.Session);
        json.WriteString("card", options.Card);
        json.WriteBoolean("passed", verdict.Passed);
        json.WriteStartArray("missing");
        foreach (var line in verdict.Missing)
        {
            Write(json, line, count: 0);
        }
        json.WriteEndArray();
        json.WriteStartArray("violations");
        foreach (var violation in verdict.Violations)
        {
            Write(json, violation.Line, violation.Count);
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, PunchCardRow line, int count)
    {
        json.WriteStartObject();
        json.WriteString("type", PunchTypeName.Of(line.Type));
        json.WriteString("pattern", line.KeyPattern);
        json.WriteNumber("count", count);
        json.WriteString("description", line.Description);
        json.WriteEndObject();
    }
}
