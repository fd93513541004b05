using System.Globalization;
using System.Text;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Code;

/// <summary>`code --text`: a plan out of one sentence, called `quick-fix-YYYY.MM-NNN` and kept like any other.</summary>
internal sealed class QuickFix(NewPlans plans, Narrator narrator, TimeProvider time)
{
    /// <returns>The new plan's id.</returns>
    public async Task<string> WriteAsync(RepositoryFacts repository, string text, CancellationToken cancel)
    {
        var prefix = time.GetUtcNow().ToString("'quick-fix-'yyyy'.'MM'-'", CultureInfo.InvariantCulture);
        var plan = await plans.AddNumberedAsync(repository, prefix, id => Encoding.UTF8.GetBytes(TextOf(id, text)), cancel);
        narrator.Step($"the text is the plan {plan.Id}, in {plan.Path}");
        return plan.Id.Value;
    }

    private static string TextOf(PlanId id, string text) => $"""
        ---
        plan_id: {id}
        git_sha: "{Plan.PlaceholderSha}"
        status: draft
        ---

        {text.Trim()}

        """.ReplaceLineEndings("\n");
}
