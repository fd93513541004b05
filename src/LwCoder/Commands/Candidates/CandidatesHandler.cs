using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Prompts;
using LwCoder.Prompts.Versions;
using LwCoder.Training.Achievements;
using LwCoder.Training.Candidates;
using LwCoder.Training.Comparisons;

namespace LwCoder.Commands.Candidates;

internal sealed class CandidatesHandler(
    RepositoryReader repositories, PromptDiff diff, CandidatesReport report, Narrator narrator)
{
    public async Task<int> ListAsync(string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var state = await StateAsync(workingDirectory, cancel);
        var catalog = new CandidateCatalog(state);
        var candidates = new List<Candidate>();
        foreach (var name in catalog.Names())
        {
            try
            {
                candidates.Add(catalog.Read(name));
            }
            catch (UserError error)
            {
                narrator.Warn($"{name} cannot be used: {error.Message}");
            }
        }
        report.WriteList(await StandingsAsync(state, candidates, cancel), asJson);
        return (int)ExitCode.Done;
    }

    public async Task<int> ShowAsync(string candidate, string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var state = await StateAsync(workingDirectory, cancel);
        var catalog = new CandidateCatalog(state);
        var standings = await StandingsAsync(state, [catalog.Read(catalog.Find(candidate))], cancel);
        report.Write(standings.Single(), asJson);
        return (int)ExitCode.Done;
    }

    public async Task<int> DiffAsync(
        string candidate, string? against, string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var state = await StateAsync(workingDirectory, cancel);
        var catalog = new CandidateCatalog(state);
        var after = catalog.Read(catalog.Find(candidate));
        var (name, before) = against is null ? await ActiveAsync(state, after.Name, cancel) : Other(catalog, against);
        var changes = await diff.CompareAsync(before, after.Set, state, cancel);
        var standings = await StandingsAsync(state, [after], cancel);
        report.Write(new CandidateDiff(name, before.Fingerprint, standings.Single(), changes), asJson);
        return (int)ExitCode.Done;
    }

    private async Task<IReadOnlyList<CandidateStanding>> StandingsAsync(
        string state, IReadOnlyList<Candidate> candidates, CancellationToken cancel)
    {
        var comparisons = new ComparisonCatalog(state, narrator.Warn).All();
        var achievements = new AchievementReader(state, narrator.Warn).Read();
        var active = new Dictionary<PromptSetName, string?>();
        foreach (var set in candidates.Select(candidate => candidate.Name.Set).Distinct())
        {
            active[set] = await FingerprintAsync(state, set, cancel);
        }
        return [.. candidates.Select(candidate =>
            CandidateStanding.Of(candidate, active[candidate.Name.Set], comparisons, achievements))];
    }

    private async Task<string?> FingerprintAsync(string state, PromptSetName set, CancellationToken cancel)
    {
        try
        {
            return (await LoadActiveAsync(state, set, cancel)).Set.Fingerprint;
        }
        catch (UserError error)
        {
            narrator.Warn(error.Message);
            return null;
        }
    }

    private async Task<(string Name, PromptSet Set)> ActiveAsync(
        string state, CandidateName candidate, CancellationToken cancel)
    {
        var active = await LoadActiveAsync(state, candidate.Set, cancel);
        return ($"active/{active.Name}", active.Set);
    }

    private Task<ActivePromptSet> LoadActiveAsync(string state, PromptSetName set, CancellationToken cancel) =>
        new ActivePrompts(state, narrator.Notice).LoadAsync(set.ToolFolder, set.Variant, cancel);

    private static (string Name, PromptSet Set) Other(CandidateCatalog catalog, string text)
    {
        var other = catalog.Read(catalog.Find(text));
        return (other.Name.ToString(), other.Set);
    }

    private async Task<string> StateAsync(string workingDirectory, CancellationToken cancel) =>
        StateFolder.Of((await repositories.ReadAsync(workingDirectory, cancel)).Root);
}
