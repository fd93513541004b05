namespace LwCoder.Plans;

/// <summary>The message of a commit that carries out a plan.</summary>
internal static class PlanMessage
{
    private const int LongestSubject = 72;

    /// <summary>The plan's first heading or line, and which plan it was.</summary>
    public static string From(Plan plan)
    {
        var lines = plan.Body.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimStart('#').Trim());
        var title = lines.FirstOrDefault(line => line.Length > 0) ?? "";
        return $"{Subject(title, plan.Id.Value)}\n\nPlan: {plan.Id}\n";
    }

    private static string Subject(string title, string planId)
    {
        var text = new string([.. title.Where(character => !char.IsControl(character))]).Trim();
        if (text.Length == 0)
        {
            return planId;
        }
        if (text.Length <= LongestSubject)
        {
            return text;
        }
        var end = text.LastIndexOf(' ', LongestSubject - 1);
        return text[..(end > 0 ? end : LongestSubject - 1)].TrimEnd(' ', ',', ';', ':', '-') + "…";
    }
}
