using LwCoder.Plans;

namespace LwCoder.Commands.Shared;

/// <summary>A plan as the user named it. It may have no file any more, or one that is not valid.</summary>
/// <param name="File">Full path; null when only the id is known.</param>
/// <param name="Missing">Why there is no file, to be said when nothing else of the plan is found.</param>
internal sealed record NamedPlan(string Id, string? File, UserError? Missing)
{
    /// <exception cref="UserError">The words name neither a plan's file nor can they be an id.</exception>
    public static NamedPlan Find(PlanCatalog plans, string argument, string workingDirectory)
    {
        string file;
        try
        {
            file = plans.Resolve(argument, workingDirectory);
        }
        catch (UserError missing) when (PlanId.Problem(argument) is null)
        {
            return new NamedPlan(argument, null, missing);
        }
        var id = PlanHead.ReadId(file);
        return id is not null && PlanId.Problem(id) is null
            ? new NamedPlan(id, file, null)
            : throw new UserError(
                $"{PlanPath.Shown(file, workingDirectory)} has no valid plan_id", "write one, such as 'plan_id: add-login'");
    }

    /// <summary>The file's bytes, through any links; null when there is none.</summary>
    public byte[]? ReadText() => File is { } file ? PlanFile.ReadBytes(file) : null;
}
