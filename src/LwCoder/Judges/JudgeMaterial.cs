using LwCoder.Git;
using LwCoder.Plans;

namespace LwCoder.Judges;

/// <summary>What all judges of a change are shown, once and for all of them.</summary>
/// <param name="Plan">Quoted.</param>
/// <param name="Guidance">The project's own rules, quoted; null when it has none.</param>
/// <param name="Change">Quoted.</param>
/// <param name="LeftOut">What did not fit, one item each, as in "src/big.cs: 40 of 900 lines".</param>
internal sealed record JudgeMaterial(string Plan, string? Guidance, string Change, IReadOnlyList<string> LeftOut)
{
    /// <summary>Of code with its line numbers; prose has more to a token, so the budget is met rather than exceeded.</summary>
    private const int CharactersPerToken = 3;

    /// <param name="tokens">About how many tokens all of it may take.</param>
    /// <param name="redact">Takes secrets out of a line.</param>
    public static JudgeMaterial Of(
        Plan plan, IReadOnlyList<GuidanceFile> guidance, IReadOnlyList<FilePatch> change, int tokens,
        Func<string, string> redact)
    {
        var limit = (int)Math.Min(int.MaxValue, (long)tokens * CharactersPerToken);
        var leftOut = new List<string>();
        var quotedPlan = new QuotedText(redact);
        Note("the plan", quotedPlan.AddText(PlanText.ForPrompt(plan), limit / 5 * 2));
        var quotedGuidance = new QuotedText(redact);
        foreach (var file in guidance)
        {
            quotedGuidance.AddOwn($"# {quotedGuidance.Name(file.Path)}");
            Note(file.Path, quotedGuidance.AddText(file.Text, limit / 6 / guidance.Count));
        }
        var quotedChange = new QuotedText(redact);
        new QuotedChange(quotedChange, leftOut).Add(change, limit - quotedPlan.Length - quotedGuidance.Length);
        return new JudgeMaterial(
            quotedPlan.ToString(), guidance.Count == 0 ? null : quotedGuidance.ToString(), quotedChange.ToString(), leftOut);

        void Note(string what, string? lines)
        {
            if (lines is not null)
            {
                leftOut.Add($"{what}: {lines}");
            }
        }
    }
}
