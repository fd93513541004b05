using System.Text;
using System.Text.Json;
using LwCoder.Commands.Shared;
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
                WriteRun(runs, runs.Find(show.Run), show.Json);
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
        new RunList(output, forPerson, time).Write(manifests);
    }

    private void WriteRun(RunCatalog runs, RunDirectory run, bool json)
    {
        if (json)
        {
            output.WriteLine(File.ReadAllText(run.ManifestFile).TrimEnd());
            return;
        }
        new RunPage(output, time).Write(runs, run);
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
                $"the run {run.Id} has no {Path.GetFileName(file)}",
                file == run.AgentLog && run.TryReadManifest()?.Tool == "mini"
                    ? $"the built-in agent prints nothing; see its events with 'lw_coder runs logs --json {run.Id}'"
                    : $"see how far it came with 'lw_coder runs show {run.Id}'");
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

    private void WriteJson(Action<Utf8JsonWriter> properties) =>
        JsonAnswer.Write(output, properties);
}
