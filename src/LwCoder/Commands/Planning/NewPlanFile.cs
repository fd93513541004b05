namespace LwCoder.Commands.Planning;

/// <summary>A plan that an agent wrote, as it now lies in `.lw_coder/tasks`.</summary>
/// <param name="Id">Its plan_id; the file's name if it is not valid.</param>
/// <param name="Problem">What is wrong with it; null when it is a valid plan.</param>
/// <param name="Changes">What lw_coder put right, a few words each.</param>
internal sealed record NewPlanFile(string Id, string Path, UserError? Problem, IReadOnlyList<string> Changes)
{
    public bool IsValid => Problem is null;
}
