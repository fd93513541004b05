using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;

namespace LwCoder.Commands.Planning;

/// <summary>`plan list`: every plan, the ones that need somebody first and the finished ones last.</summary>
internal sealed class PlanList(
    RepositoryReader repositories, TextWriter output, bool forPerson, TimeProvider time)
{
    public async Task<int> RunAsync(bool json, string workingDirectory, CancellationToken cancel)
    {
        var rows = Read(StateFolder.Of((await repositories.ReadAsync(workingDirectory, cancel)).Root));
        if (json)
        {
            WriteJson(rows);
        }
        else if (rows.Count == 0 && forPerson)
        {
            output.WriteLine("No plans yet. Write one with 'lw_coder plan', or into .lw_coder/tasks yourself.");
        }
        else
        {
            TextTable.Write(
                output, forPerson, ["PLAN", "STATUS", "AGE", "WORKTREE", "LAST RUN", "NEEDS ME"], [.. rows.Select(Cells)]);
        }
        return (int)ExitCode.Done;
    }

    private static List<PlanRow> Read(string stateFolder)
    {
        var files = PlanCatalog.In(stateFolder).Files();
        var runs = RunCatalog.In(stateFolder);
        var withRuns = runs.PlansWithRuns();
        var rows = new PlanRow[files.Length];
        Parallel.For(0, files.Length, index => rows[index] = PlanRow.Read(files[index], stateFolder, runs, withRuns));
        return [.. rows.OrderBy(Rank).ThenBy(row => row.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private static int Rank(PlanRow row) => (row.NeedsMe, row.Status) switch
    {
        ({ }, _) => 0,
        (_, "done" or "abandoned") => 2,
        _ => 1,
    };

    private IReadOnlyList<string> Cells(PlanRow row) =>
    [
        TerminalText.OneLine(row.Id, 100),
        row.IsRunning ? "running" : row.Status,
        Age.Short(time.GetUtcNow() - row.Since),
        row.Worktree is null ? "-" : "yes",
        row.LastRun is { } run ? $"{run.Outcome ?? "unfinished"} {Age.Short(time.GetUtcNow() - run.CreatedAt)} ago" : "-",
        row.NeedsMe is { } need ? TerminalText.OneLine(need, 200) : "-",
    ];

    private void WriteJson(List<PlanRow> rows) => JsonAnswer.Write(output, writer =>
    {
        writer.WriteStartArray("plans");
        foreach (var row in rows)
        {
            Write(writer, row);
        }
        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, PlanRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("plan_id", row.Id);
        writer.WriteString("path", row.File);
        writer.WriteString("status", row.Status);
        writer.WriteBoolean("running", row.IsRunning);
        writer.WriteString("since", row.Since.UtcDateTime);
        writer.WriteString("worktree", row.Worktree);
        writer.WritePropertyName("last_run");
        if (row.LastRun is { } run)
        {
            writer.WriteStartObject();
            writer.WriteString("run_id", run.RunId);
            writer.WriteString("outcome", run.Outcome);
            writer.WriteString("reason", run.Reason);
            writer.WriteString("created_at", run.CreatedAt.UtcDateTime);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNullValue();
        }
        writer.WriteString("needs_me", row.NeedsMe);
        writer.WriteEndObject();
    }
}
