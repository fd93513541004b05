using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Optimization.Bus;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Telemetry;
using LwCoder.Telemetry.CompiledPrompts;
using LwCoder.Training.Candidates;

namespace LwCoder.Commands.Compiled;

/// <summary>The verbs of `compiled`, each a few lines on the store's shelf.</summary>
internal sealed class CompiledHandler(
    RepositoryReader repositories,
    SettingsReader settingsReader,
    Func<string, Settings, CancellationToken, Task<ITelemetryStore>> findStore,
    PromptDiff diff,
    CompiledReport report,
    Narrator narrator,
    TimeProvider time)
{
    public Task<int> ListAsync(string workingDirectory, bool asJson, CancellationToken cancel) =>
        OnShelfAsync(workingDirectory, async shelf =>
            report.WriteList(await shelf.ListAsync(null, cancel), asJson), cancel);

    public Task<int> ShowAsync(
        string id, int? version, bool textOnly, string workingDirectory, bool asJson, CancellationToken cancel) =>
        OnShelfAsync(workingDirectory, async shelf =>
        {
            var versions = await VersionsAsync(shelf, id, cancel);
            var shown = version is null ? Active(versions) ?? versions[0] : Find(versions, id, version.Value);
            report.Write(shown, textOnly, asJson);
        }, cancel);

    public Task<int> DiffAsync(string id, int? version, int? against, string workingDirectory, CancellationToken cancel) =>
        OnShelfAsync(workingDirectory, async shelf =>
        {
            var versions = await VersionsAsync(shelf, id, cancel);
            var after = version is null ? versions[0] : Find(versions, id, version.Value);
            var before = against is { } other ? Find(versions, id, other) : Active(versions);
            var old = before is null ? CompiledDefaults.TextOf(id) : TextOf(before);
            var changes = await diff.CompareAsync(
                new PromptSet(old ?? "", []), new PromptSet(TextOf(after), []), Path.GetTempPath(), cancel);
            report.WriteDiff(before is null ? "lw_coder's own" : $"v{before.Version}", $"v{after.Version}", changes[0].Words);
        }, cancel);

    public Task<int> ActivateAsync(string id, int? version, string workingDirectory, CancellationToken cancel) =>
        OnShelfAsync(workingDirectory, async shelf =>
        {
            var chosen = version ?? (await VersionsAsync(shelf, id, cancel))[0].Version;
            var active = await shelf.ActivateAsync(id, chosen, cancel);
            narrator.Step($"{id} v{active.Version} is in use from now on, on every machine of this store");
        }, cancel);

    public Task<int> RetireAsync(string id, int? version, string workingDirectory, CancellationToken cancel) =>
        OnShelfAsync(workingDirectory, async shelf =>
        {
            var chosen = version ?? Active(await VersionsAsync(shelf, id, cancel))?.Version
                ?? throw new UserError($"no version of {id} is active", "name the version to retire");
            await shelf.RetireAsync(id, chosen, cancel);
            narrator.Step($"{id} v{chosen} is retired");
        }, cancel);

    private static async Task<List<CompiledPromptVersion>> VersionsAsync(
        PromptShelf shelf, string id, CancellationToken cancel) =>
        await shelf.ListAsync(id, cancel) is { Count: > 0 } versions
            ? versions
            : throw new UserError($"there is no compiled prompt {id}", "'lw_coder compiled list' shows what there is");

    private static CompiledPromptVersion? Active(List<CompiledPromptVersion> versions) =>
        versions.Find(version => version.Status == PromptStatus.Active);

    private static CompiledPromptVersion Find(List<CompiledPromptVersion> versions, string id, int version) =>
        versions.Find(one => one.Version == version) ?? throw new UserError(
            $"{id} has no version {version}", $"it has {string.Join(", ", versions.Select(one => one.Version).Order())}");

    private static string TextOf(CompiledPromptVersion version) => version.Prompt.Text ?? version.Prompt.ProgramJson ?? "";

    private async Task<int> OnShelfAsync(string workingDirectory, Func<PromptShelf, Task> use, CancellationToken cancel)
    {
        var repository = await repositories.ReadAsync(workingDirectory, cancel);
        await using var store = await findStore(repository.Root, settingsReader.Read(repository.Root), cancel);
        await use(new PromptShelf(store, narrator.Warn, time));
        return (int)ExitCode.Done;
    }
}
