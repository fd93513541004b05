using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Sessions.Governing;

namespace LwCoder.Diagnosis.Recoveries;

/// <summary>Whether another attempt is worth what it costs, and with which model.</summary>
/// <param name="byHand">Somebody asked for it, who is surer than any diagnosis.</param>
internal sealed class RecoveryRules(Settings settings, RunBudget budget, bool byHand)
{
    /// <param name="attempt">From 1.</param>
    /// <param name="isAlone">No person was at the agent's terminal, who would go on by themselves.</param>
    /// <returns>Why there is to be none; null for one.</returns>
    public string? WhyNot(DiagnosisReport report, int attempt, bool isAlone)
    {
        if (!report.IsOfModel)
        {
            return report.Category == FailureCategory.None ? "nothing went wrong"
                : $"{report.Finding.Summary}; no prompt helps against that";
        }
        if (byHand && attempt == 1)
        {
            return null;
        }
        var most = settings.Get(RecoverySettings.Attempts);
        return !isAlone ? "a person was there"
            : most == 0 ? "none is wanted (recover = 0)"
            : attempt > most ? string.Create(CultureInfo.InvariantCulture, $"{most} of {most} recoveries are made (recover)")
            // A kill is evidence enough that it did not go well; a guess about anything else is not.
            : report.KilledBy is null && report.Confidence < settings.Get(RecoverySettings.MinConfidence)
                ? $"the diagnosis is not sure enough ({RecoverySettings.MinConfidence.Name})"
            : !budget.HasRoom ? "too little is left of the run's budget: " + budget.Shares.MaxBy(share => share.Share)!.Text
            : null;
    }

    /// <param name="model">As it was asked for; null for the agent's own choice.</param>
    /// <param name="reported">As the agent called it.</param>
    /// <returns>Null for the same as before.</returns>
    public string? ModelFor(DiagnosisReport report, string tool, string? model, string? reported) =>
        // A better model is a dearer one: no way out of a budget that is used up.
        report.Category != FailureCategory.ModelConfusion || report.Kill?.Setting is not null ? null
        : settings.Get(RecoverySettings.Model) is { } own ? own == model || own == reported ? null : own
        : tool != "claude-code" ? null
        : (reported ?? model)?.Contains("opus", StringComparison.OrdinalIgnoreCase) ?? false ? "sonnet" : "opus";
}
