using LwCoder.Platform.Files;
using LwCoder.Runs;

namespace LwCoder.Evaluation;

/// <summary>
/// `.lw_coder/runs/&lt;plan_id&gt;/eval/`: what was found out about a plan's change, as it was last evaluated. It belongs to
/// the plan and not to a run, because a change is the work of all its runs and of people.
/// </summary>
internal sealed class EvaluationFolder
{
    /// <summary>In the folder of a plan's runs.</summary>
    public const string Name = "eval";

    private EvaluationFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes it where there is none.</summary>
    public static EvaluationFolder Of(RunCatalog runs, string planId)
    {
        // Like transcripts, evidence may quote what was never meant for a commit.
        IgnoredFolder.Create(runs.Root);
        return new EvaluationFolder(
            Directory.CreateDirectory(System.IO.Path.Combine(runs.PlanFolder(planId), Name)).FullName);
    }

    public string PatchFile => In("ai_changes.patch");

    public string In(string name) => System.IO.Path.Combine(Path, name);
}
