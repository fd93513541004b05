using System.Security.Cryptography;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Files;

namespace LwCoder.Training.Replays;

/// <summary>A plan that was carried out once and can be again.</summary>
/// <param name="Text">Ready to be coded, at its base.</param>
internal sealed record PastPlan(string Id, string BaseSha, byte[] Text)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Text));
}

/// <param name="Reason">Why it cannot be replayed.</param>
internal sealed record LeftOutPlan(string Id, string Reason);

internal sealed record FoundPlans(IReadOnlyList<PastPlan> Plans, IReadOnlyList<LeftOutPlan> LeftOut);

/// <summary>Finds past plans: those of samples, and those that are implemented or done. Their files are only read.</summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
internal sealed class PastPlans(GitCli git, PlanBackups backups, RepositoryFacts facts, string stateFolder)
{
    /// <summary>Files in tasks by the id in them.</summary>
    private readonly ILookup<string, string> _files = PlanCatalog.In(stateFolder).Files()
        .Select(file => (Id: PlanHead.ReadId(file), File: file)).Where(plan => plan.Id is not null)
        .ToLookup(plan => plan.Id!, plan => plan.File, StringComparer.OrdinalIgnoreCase);

    /// <param name="named">Plan ids; null: all there are.</param>
    public async Task<FoundPlans> FindAsync(IReadOnlyList<string>? named, CancellationToken cancel)
    {
        var (plans, leftOut) = (new List<PastPlan>(), new List<LeftOutPlan>());
        foreach (var id in named ?? All())
        {
            try
            {
                plans.Add(await ReadAsync(id, cancel));
            }
            catch (UserError problem)
            {
                leftOut.Add(new LeftOutPlan(id, problem.Message));
            }
        }
        return new FoundPlans([.. plans.DistinctBy(plan => plan.Id)], leftOut);
    }

    private List<string> All()
    {
        var samples = new DirectoryInfo(Path.Combine(stateFolder, SampleFiles.Folder));
        var ofSamples = samples is { Exists: true, LinkTarget: null }
            ? samples.EnumerateDirectories().Where(folder => folder.LinkTarget is null && !folder.Name.StartsWith('.'))
                .Select(folder => folder.Name)
            : [];
        var finished = _files.Where(plan => plan.Any(file => PlanHead.ReadSummary(file)?.Status is { } status
            && PlanStatusWords.Parse(status) is PlanStatus.Implemented or PlanStatus.Done)).Select(plan => plan.Key);
        return [.. ofSamples.Concat(finished).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
    }

    private async Task<PastPlan> ReadAsync(string id, CancellationToken cancel)
    {
        var (text, file) = await TextAsync(id, cancel);
        var document = PlanDocument.Parse(text, file, file);
        if (document.Plan.HasPlaceholderSha)
        {
            throw new UserError("it names no commit it started from");
        }
        var sha = document.Plan.GitSha;
        if (!(await git.AskAsync(new GitCall(facts.CommonDirectory, "cat-file", "-e", $"{sha}^{{commit}}"), cancel)).Succeeded)
        {
            throw new UserError($"the commit {ObjectId.Short(sha)} it started from is not in this repository");
        }
        return new PastPlan(document.Plan.Id.Value, sha, document.With(PlanStatus.Ready).Bytes.ToArray());
    }

    /// <summary>The plan as it is, as it was backed up, or as its sample has it.</summary>
    private async Task<(byte[] Text, string File)> TextAsync(string id, CancellationToken cancel)
    {
        if (PlanId.Problem(id) is { } problem)
        {
            throw new UserError(problem);
        }
        var files = _files[id].ToList();
        if (files is [var file])
        {
            return (PlanFile.ReadBytes(file), file);
        }
        if (files.Count > 1)
        {
            throw new UserError($"{files.Count} plans are called so");
        }
        var backup = await backups.FindAsync(facts, id, cancel) ?? await backups.FindAbandonedAsync(facts, id, cancel);
        var sample = Path.Combine(stateFolder, SampleFiles.Folder, id, SampleFiles.Plan);
        return backup is not null ? (backup.Text, $"the backup of {id}")
            : File.Exists(sample) && !Paths.IsLink(sample) ? (PlanFile.ReadBytes(sample), sample)
            : throw new UserError("there is no plan of this name, neither as a file nor as a backup nor in its sample");
    }
}
