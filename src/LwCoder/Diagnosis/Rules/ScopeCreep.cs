using System.Globalization;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent changes far more than one task takes.</summary>
internal static class ScopeCreep
{
    private const int Many = 15;
    private const int Several = 8;

    public static Finding? Find(SessionParts session)
    {
        var edits = session.Tools.Where(part => part.IsEdit).ToList();
        if (edits.Count <= Several)
        {
            return null;
        }
        var files = edits.Select(part => part.Use!.Target).OfType<string>().Distinct().Count();
        return new Finding(
            FailureCategory.ScopeCreep,
            edits.Count > Many ? 0.75 : 0.50,
            string.Create(CultureInfo.InvariantCulture, $"{edits.Count} edits{(files > 1 ? $" in {files} files" : "")}"),
            SuggestedActions.For(FailureCategory.ScopeCreep),
            [Evidence.Of("edits", edits)]);
    }
}
