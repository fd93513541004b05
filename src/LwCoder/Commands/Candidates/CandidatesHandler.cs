using LwCoder.Agents;
using LwCoder.Git;
using LwCoder.Platform.Terminal;
using LwCoder.Training.Candidates;
using LwCoder.Training.Trainer;

namespace LwCoder.Commands.Candidates;

internal sealed class CandidatesHandler(
    RepositoryReader repositories, Func<string, IAgent> findAgent, PromptDiff diff, CandidatesReport report, Narrator narrator)
{
    public async Task<int> ListAsync(string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var catalog = new CandidateCatalog(await StateAsync(workingDirectory, cancel));
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
        report.WriteList(candidates, asJson);
        return (int)ExitCode.Done;
    }

    public async Task<int> ShowAsync(string candidate, string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var catalog = new CandidateCatalog(await StateAsync(workingDirectory, cancel));
        report.Write(catalog.Read(catalog.Find(candidate)), asJson);
        return (int)ExitCode.Done;
    }

    public async Task<int> DiffAsync(
        string candidate, string? against, string workingDirectory, bool asJson, CancellationToken cancel)
    {
        var state = await StateAsync(workingDirectory, cancel);
        var catalog = new CandidateCatalog(state);
        var after = catalog.Read(catalog.Find(candidate));
        var (name, before) = against is null ? Active(state, after.Name) : Other(catalog, against);
        var changes = await diff.CompareAsync(before, after.Set, state, cancel);
        report.Write(new CandidateDiff(name, before.Fingerprint, after, changes), asJson);
        return (int)ExitCode.Done;
    }

    private (string Name, Prompts.PromptSet Set) Active(string state, CandidateName candidate)
    {
        var active = CurrentPrompts.Load(state, findAgent(candidate.ToolFolder), candidate.Variant, isExact: false);
        return ($"active/{active.ToolFolder}/{active.Variant}", active.Set);
    }

    private static (string Name, Prompts.PromptSet Set) Other(CandidateCatalog catalog, string text)
    {
        var other = catalog.Read(catalog.Find(text));
        return (other.Name.ToString(), other.Set);
    }

    private async Task<string> StateAsync(string workingDirectory, CancellationToken cancel) =>
        Path.Combine((await repositories.ReadAsync(workingDirectory, cancel)).Root, ".lw_coder");
}
