using LwCoder.Agents.Events;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Git;
using LwCoder.Models;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Commands.Diagnose;

/// <summary>The story of `diagnose`: a session's record is found, looked at, and told about.</summary>
internal sealed class DiagnoseHandler(
    Func<CancellationToken, Task<RepositoryFacts?>> repositoryHere,
    Func<CancellationToken, Task<RunCatalog>> runsHere,
    Func<Settings, string?, ILanguageModels> openModels,
    SettingsReader settingsReader,
    RunDiagnosis diagnoses,
    string workingDirectory,
    TextWriter output)
{
    public async Task<int> RunAsync(DiagnoseOptions options, CancellationToken cancel)
    {
        var root = (await repositoryHere(cancel))?.Root;
        var settings = settingsReader.Read(root);
        var models = openModels(settings, root);
        var (run, report) = options.Events is { } file
            ? (null, await diagnoses.Diagnostician(settings, models).DiagnoseAsync(EndedSession.Of(Read(file)), cancel))
            : await OfRunAsync(FindRun(await runsHere(cancel), options.Session));
        if (options.Json)
        {
            JsonAnswer.Write(output, json =>
            {
                json.WriteString("run_id", run?.Id.ToString());
                DiagnosisJson.Write(json, report);
            });
        }
        else
        {
            DiagnosisText.Write(output, report);
        }
        return (int)ExitCode.Done;

        async Task<(RunDirectory?, DiagnosisReport)> OfRunAsync(RunDirectory found) =>
            (found, await diagnoses.DiagnoseAsync(found, root!, settings, models, cancel));
    }

    /// <summary>A name of a run, else an agent's id of a session.</summary>
    private static RunDirectory FindRun(RunCatalog runs, string? name)
    {
        try
        {
            return runs.Find(name);
        }
        catch (UserError) when (name is not null && OfSession(runs, name) is { } found)
        {
            return found;
        }
    }

    private static RunDirectory? OfSession(RunCatalog runs, string session) =>
        runs.List().FirstOrDefault(run => run.TryReadManifest()?.SessionId == session);

    private List<SessionEvent> Read(string file)
    {
        var path = Path.GetFullPath(file, workingDirectory);
        List<SessionEvent> events;
        try
        {
            events = [.. SessionLog.Read(path)];
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{file} cannot be read: {missing.Message}", "name a session.jsonl", cause: missing);
        }
        if (events.Count == 0)
        {
            throw new UserError($"{file} has no events", "docs/diagnosis.md says how events are written, one a line");
        }
        return Numbered(events);
    }

    /// <summary>Others may not number theirs, or put several records into one; evidence has to point at one event each.</summary>
    private static List<SessionEvent> Numbered(List<SessionEvent> events)
    {
        long last = 0;
        if (events.TrueForAll(happened => last < (last = happened.Sequence)))
        {
            return events;
        }
        // What a governor pointed at by numbers that no longer are is better not shown than shown wrongly.
        var isNumbered = events.Exists(happened => happened.Sequence > 0);
        return
        [
            .. events.Select((happened, index) => happened switch
            {
                GovernorSpoke said when isNumbered => said with { Sequence = index + 1, Evidence = [] },
                _ => happened with { Sequence = index + 1 },
            }),
        ];
    }
}
