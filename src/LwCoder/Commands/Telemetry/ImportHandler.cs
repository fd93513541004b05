using LwCoder.Configuration;
using LwCoder.Recording.Import;
using LwCoder.Telemetry;

namespace LwCoder.Commands.Telemetry;

/// <param name="repositoryRoot">Of the repository lw_coder is called in.</param>
/// <param name="findStore">Its store, by its settings.</param>
/// <param name="redact">Called from several threads.</param>
internal sealed class ImportHandler(
    Func<CancellationToken, Task<string>> repositoryRoot,
    Func<string, CancellationToken, Task<ITelemetryStore>> findStore,
    HomeLayout home,
    string workingDirectory,
    Func<string, string> redact,
    IImportProgress progress,
    ImportAnswer answer,
    TimeProvider time)
{
    public async Task<int> RunAsync(ImportOptions options, CancellationToken cancel)
    {
        var root = await repositoryRoot(cancel);
        var source = ImportSources.Find(options.Source, home.UserHome, StateFolder.Of(root, StateFolder.Runs));
        var places = PlacesOf(source, options.Path);
        await using var store = await findStore(root, cancel);
        var report = await ReadAsync(store, source, places, cancel);
        answer.Write(report, store.Description, options.Json);
        return (int)(report.Unreadable > 0 ? ExitCode.Failed : ExitCode.Done);
    }

    private async Task<ImportReport> ReadAsync(
        ITelemetryStore store, IImportSource source, IReadOnlyList<string> places, CancellationToken cancel)
    {
        try
        {
            return await new Importer(store, redact, time).RunAsync(source, places, progress, cancel);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"the sessions of {source.Name} cannot be read: {unreadable.Message}",
                "see who may read there; what was imported before that is in the store", cause: unreadable);
        }
    }

    private List<string> PlacesOf(IImportSource source, string? path)
    {
        if (path is not null)
        {
            var place = Path.GetFullPath(path, workingDirectory);
            return Path.Exists(place) ? [place] : throw new UserError(
                $"there is nothing at {place}", $"name the folder that holds the sessions of {source.Name}", ExitCode.Usage);
        }
        var places = source.UsualPlaces.Where(Path.Exists).ToList();
        return places.Count > 0 ? places : throw new UserError(
            $"{source.Name} has no sessions on this machine: there is no {source.UsualPlaces[0]}",
            $"name the folder that holds them: lw_coder telemetry import {source.Name} PATH");
    }
}
