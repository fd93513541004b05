using System.Globalization;
using System.Text.Json;
using LwCoder.Platform.Processes;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;

namespace LwCoder.Commands.Runs;

internal sealed class RunsHandler(
    Func<CancellationToken, Task<RunCatalog>> runsHere,
    TextWriter output,
    Func<Stream> rawOutput,
    bool forPerson,
    TimeProvider time)
{
    public async Task<int> RunAsync(RunsOptions options, CancellationToken cancel)
    {
        var runs = await runsHere(cancel);
        switch (options)
        {
            case RunsOptions.List list:
                WriteList(runs, list);
                break;
            case RunsOptions.Show show:
                WriteRun(runs.Find(show.Run), show.Json);
                break;
            case RunsOptions.Logs logs:
                var logged = runs.Find(logs.Run);
                await CopyAsync(logged, logs.Json ? logged.SessionFile : logs.Raw ? logged.AgentLog : logged.TraceFile, cancel);
                break;
            case RunsOptions.Diff { Json: true } diff:
                WriteChanges(runs.Find(diff.Run));
                break;
            case RunsOptions.Diff diff:
                var changed = runs.Find(diff.Run);
                await CopyAsync(changed, changed.PatchFile, cancel);
                break;
        }
        return (int)ExitCode.Done;
    }

    private void WriteList(RunCatalog runs, RunsOptions.List list)
    {
        var manifests = runs.List(list.PlanId)
            .Select(run => run.TryReadManifest()).OfType<RunManifest>().Take(list.Limit).ToList();
        if (list.Json)
        {
            WriteJson(writer =>
            {
                writer.WriteStartArray("runs");
                foreach (var manifest in manifests)
                {
                    writer.WriteRawValue(manifest.ToJson());
                }
                writer.WriteEndArray();
            });
            return;
        }
        if (manifests.Count == 0 && forPerson)
        {
            output.WriteLine("No runs yet. Start one with 'lw_coder code <plan>'.");
            return;
        }
        TextTable.Write(
            output, forPerson,
            ["RUN", "OUTCOME", "TOOL", "MODEL", "SANDBOX", "AGE", "CHANGE", "COST"],
            [.. manifests.Select(manifest => (IReadOnlyList<string>)
            [
                manifest.RunId,
                Outcome(manifest),
                manifest.Tool,
                manifest.Reported?.Model ?? manifest.Model ?? "-",
                manifest.Sandbox,
                Age.Short(time.GetUtcNow() - manifest.CreatedAt),
                manifest.Changes is { } change ? $"+{change.Insertions} -{change.Deletions}" : "-",
                Money(manifest),
            ])]);
    }

    private void WriteRun(RunDirectory run, bool json)
    {
        if (json)
        {
            output.WriteLine(File.ReadAllText(run.ManifestFile).TrimEnd());
            return;
        }
        var manifest = run.ReadManifest();
        Line("run", manifest.RunId);
        Line("outcome", Outcome(manifest) + (manifest.Reason is { } reason ? $": {TerminalText.OneLine(reason, 300)}" : ""));
        Line("plan", manifest.PlanPath);
        Line("worktree", manifest.Worktree);
        Line("branch", $"{manifest.Branch} from {Short(manifest.BaseSha)}"
            + (manifest.StartedFrom is { } from ? $" on {from}" : "")
            + (manifest.HeadSha is { } head ? $", now {Short(head)}" : ""));
        Line("agent", string.Join(' ', new[]
        {
            manifest.Reported?.Tool ?? manifest.Tool, manifest.Reported?.Version,
            manifest.Reported?.Model ?? manifest.Model, $"({manifest.Mode}, {manifest.Sandbox})",
        }.OfType<string>()));
        Line("time", Duration(manifest));
        Line("tokens", manifest.Tokens is { } tokens
            ? string.Create(
                CultureInfo.InvariantCulture, $"{tokens.In} in ({tokens.Cached} cached), {tokens.Out} out, {Money(manifest)}")
            : "unknown");
        if (manifest.Changes is { } change)
        {
            Line("change", change.ToText());
        }
        if (manifest.KeptRef is { } kept)
        {
            Line("kept", $"commits that do not fit the branch are at {kept}");
        }
        foreach (var risk in manifest.Risks)
        {
            Line("look at", TerminalText.OneLine(risk, 300));
        }
        Line("files", run.Path);
    }

    private void WriteChanges(RunDirectory run)
    {
        var manifest = run.ReadManifest();
        WriteJson(writer =>
        {
            writer.WriteString("run_id", manifest.RunId);
            writer.WriteString("base_sha", manifest.BaseSha);
            writer.WriteString("patch", File.Exists(run.PatchFile) ? run.PatchFile : null);
            writer.WriteNumber("files", manifest.Changes?.Files ?? 0);
            writer.WriteNumber("insertions", manifest.Changes?.Insertions ?? 0);
            writer.WriteNumber("deletions", manifest.Changes?.Deletions ?? 0);
        });
    }

    /// <summary>Byte for byte for a program; without control characters for a terminal, which would obey them.</summary>
    private async Task CopyAsync(RunDirectory run, string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            throw new UserError(
                $"the run {run.Id} has no {Path.GetFileName(file)}", $"see how far it came with 'lw_coder runs show {run.Id}'");
        }
        if (forPerson)
        {
            await foreach (var line in File.ReadLinesAsync(file, cancel))
            {
                output.WriteLine(TerminalText.Lines(line));
            }
            return;
        }
        await using var content = File.OpenRead(file);
        await using var copy = rawOutput();
        await content.CopyToAsync(copy, cancel);
    }

    private void WriteJson(Action<Utf8JsonWriter> properties)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", RunManifest.CurrentSchema);
            properties(writer);
            writer.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private void Line(string name, string value) => output.WriteLine($"{name,-9} {value}");

    private static string Outcome(RunManifest manifest) => manifest switch
    {
        { Outcome: { } outcome } => outcome,
        _ when ProcessIdentity.TryParse(manifest.Owner) is { MayBeAlive: true } => "running",
        _ => "interrupted",
    };

    private string Duration(RunManifest manifest)
    {
        var end = manifest.FinishedAt ?? time.GetUtcNow();
        return $"{manifest.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Age.Short(end - manifest.CreatedAt)}";
    }

    private static string Money(RunManifest manifest) => manifest.Cost is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.00}")
            + (manifest.CostSource == "billed" ? "" : $" ({manifest.CostSource})")
        : "-";

    private static string Short(string sha) => sha[..Math.Min(8, sha.Length)];
}
