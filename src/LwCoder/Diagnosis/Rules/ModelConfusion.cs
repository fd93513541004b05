using System.Globalization;
using LwCoder.Agents.Tools;

namespace LwCoder.Diagnosis.Rules;

/// <summary>The agent does not know what it wants: it takes back what it does, or everything it touches fails.</summary>
internal static class ModelConfusion
{
    private const int FewestTriples = 2;
    private const int FewestFailingTools = 4;

    /// <summary>The weakest word, for when no rule has anything to say.</summary>
    public static readonly Finding Fallback = new(
        FailureCategory.ModelConfusion, 0.30, "no rule says what went wrong",
        SuggestedActions.For(FailureCategory.ModelConfusion), []);

    public static Finding? Find(SessionParts session)
    {
        var moves = EditMoves.Of(session.Tools);
        var triples = Enumerable.Range(0, Math.Max(0, moves.Count - 2))
            .Where(i => (moves[i].IsUndo, moves[i + 1].IsUndo, moves[i + 2].IsUndo) == (false, true, false))
            .ToList();
        if (triples.Count >= FewestTriples)
        {
            return new Finding(
                FailureCategory.ModelConfusion, 0.80,
                string.Create(CultureInfo.InvariantCulture, $"{triples.Count} times an edit was taken back and made again"),
                SuggestedActions.For(FailureCategory.ModelConfusion),
                [Evidence.Of("edits taken back", [.. triples.Select(i => moves[i + 1].Part)])]);
        }
        var failing = session.Tools.Where(part => part.IsError).GroupBy(part => part.Kind).ToList();
        return failing.Count >= FewestFailingTools
            ? new Finding(
                FailureCategory.ModelConfusion, 0.60,
                $"calls of {string.Join(", ", failing.Select(group => group.Key.Name()))} failed",
                SuggestedActions.For(FailureCategory.ModelConfusion),
                [.. failing.Select(group => Evidence.Of($"failed calls of {group.Key.Name()}", [.. group], group.Last().Text))])
            : null;
    }
}
