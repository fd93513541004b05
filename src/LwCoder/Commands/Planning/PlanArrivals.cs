using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Planning;

/// <summary>
/// Takes what an agent wrote into its output folder over into `.lw_coder/tasks`: checked, put right where that needs no
/// judgement, under an id nothing has, and backed up. A plan that stays invalid comes along as it is, because it is
/// somebody's work. Can be repeated.
/// </summary>
internal sealed class PlanArrivals(NewPlans plans, PlanBackups backups, Narrator narrator)
{
    /// <summary>An agent that writes more has misunderstood; they stay where they are.</summary>
    private const int MostFiles = 20;

    public async Task<IReadOnlyList<NewPlanFile>> TakeAsync(RepositoryFacts facts, string folder, CancellationToken cancel)
    {
        var arrived = new List<NewPlanFile>();
        foreach (var file in Files(folder))
        {
            try
            {
                // Of links the agent made, nothing is read.
                if (new FileInfo(file) is { LinkTarget: null, Length: > 0 } && BoundedFile.Read(file) is { } text)
                {
                    arrived.Add(await TakeAsync(facts, Path.GetFileName(file), text, cancel));
                    File.Delete(file);
                }
            }
            catch (UserError unusable)
            {
                narrator.Warn($"{file} stays where it is: {unusable.Message}");
            }
        }
        return arrived;
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).Take(MostFiles)
        : [];

    private async Task<NewPlanFile> TakeAsync(RepositoryFacts facts, string name, byte[] text, CancellationToken cancel)
    {
        NewPlan plan;
        MendedPlan? mended = null;
        UserError? problem = null;
        try
        {
            mended = PlanMending.Mend(text, name);
            var document = PlanDocument.Parse(mended.Text, name, name);
            plan = await plans.AddAsync(facts, document.Plan.Id, id => document.With(id: id).Bytes.ToArray(), cancel);
        }
        catch (UserError invalid)
        {
            problem = invalid;
            plan = await plans.AddAsync(facts, PlanIdText.From(Path.GetFileNameWithoutExtension(name)), _ => text, cancel);
        }
        await BackUpAsync(facts, plan, cancel);
        return new NewPlanFile(plan.Id.Value, plan.Path, problem, problem is null ? mended!.Changes : []);
    }

    private async Task BackUpAsync(RepositoryFacts facts, NewPlan plan, CancellationToken cancel)
    {
        try
        {
            await backups.SaveAsync(facts, plan.Id.Value, await File.ReadAllBytesAsync(plan.Path, cancel), cancel);
        }
        catch (UserError failed)
        {
            narrator.Warn($"the plan {plan.Id} has no backup: {failed.Message}");
        }
    }
}
