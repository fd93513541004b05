using System.Globalization;
using LwCoder.Agents.Events;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis;

/// <summary>Why the governor ended a session.</summary>
/// <param name="Detector">What noticed it: `tool_cycle`, `step_overflow`, …</param>
/// <param name="Reason">The governor's sentence; may name tools as the agent does.</param>
/// <param name="Used">Of a budget: US dollars, answers or tokens, as is <paramref name="Limit"/>; null where it was none.</param>
internal sealed record KillFacts(string Detector, string Reason, decimal? Used = null, decimal? Limit = null)
{
    /// <summary>What has to be raised before more can be done; null where it was no budget.</summary>
    public string? Setting => BudgetDetectors.SettingOf(Detector);

    /// <summary>For the next session: in our words only, whoever named the tools.</summary>
    public string Words => Detector switch
    {
        _ when Setting is not null && Used is not null => string.Create(
            CultureInfo.InvariantCulture, $"its budget was used up ({Setting}: {Used:0.##} of {Limit:0.##})"),
        _ when Setting is not null => "its budget was used up",
        "tool_cycle" => "it made the same calls with the same results over and over",
        "cache_plateau" => "its calls found nothing that they had not found before",
        _ => "it got nowhere",
    };

    public static KillFacts? Of(GovernorSpoke? kill) =>
        kill is null ? null : new KillFacts(kill.Detector, kill.Text, kill.Used, kill.Limit);
}
