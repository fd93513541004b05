using LwCoder.Diagnosis;
using LwCoder.Optimization.Examples;
using LwCoder.Prompting.Optimizers;

namespace LwCoder.Optimization.Classifier;

/// <summary>A compiled classifier and the rules on the same held-out sessions.</summary>
internal sealed record ClassifierTrial(ClassifierReport Compiled, ClassifierReport Rules)
{
    /// <summary>
    /// Only what is at least as often right as the rules may speak before them; without sessions nothing is known.
    /// </summary>
    public bool MayPublish => Compiled.Accuracy is { } compiled && Rules.Accuracy is { } rules && compiled >= rules;

    public static ClassifierTrial Of(IReadOnlyList<HeldOutRow> rows, IReadOnlyDictionary<string, SessionExample> sessions)
    {
        var heldOut = rows.Select(row => (
            Gold: FailureCategories.Parse(row.Example.Outputs.String(ClassifierExamples.Category))!.Value,
            Row: row,
            Finding: sessions[row.Example.Id!].Finding)).ToList();
        return new ClassifierTrial(
            new ClassifierReport([.. heldOut.Select(one => one.Row.Best is { Error: null, Outputs: var said }
                ? new ClassifiedRow(
                    one.Gold, FailureCategories.Parse(said.String(ClassifierExamples.Category)), said.Number("confidence"))
                : new ClassifiedRow(one.Gold, null, 0))]),
            new ClassifierReport(
                [.. heldOut.Select(one => new ClassifiedRow(one.Gold, one.Finding.Category, one.Finding.Confidence))]));
    }
}
