using LwCoder.Diagnosis;

namespace LwCoder.Optimization.Classifier;

/// <summary>One held-out diagnosis: what it is, and what somebody said.</summary>
/// <param name="Said">Null where there was no usable answer, which counts as wrong.</param>
internal sealed record ClassifiedRow(FailureCategory Gold, FailureCategory? Said, double Confidence);

/// <summary>How good a classifier is.</summary>
internal sealed record ClassifierReport(IReadOnlyList<ClassifiedRow> Rows)
{
    private const int Bins = 5;

    public double? Accuracy => Rows.Count == 0 ? null : Rows.Average(row => row.Said == row.Gold ? 1.0 : 0.0);

    /// <summary>
    /// Expected calibration error: how far, on average, what it claims is from how often it is right. 0 is honest.
    /// </summary>
    public double? CalibrationError
    {
        get
        {
            var answered = Rows.Where(row => row.Said is not null).ToList();
            return answered.Count == 0 ? null : answered.GroupBy(row => Math.Min(Bins - 1, (int)(row.Confidence * Bins)))
                .Sum(bin => Math.Abs(bin.Average(row => row.Confidence) - bin.Average(row => row.Said == row.Gold ? 1.0 : 0.0))
                    * bin.Count() / answered.Count);
        }
    }

    public int Count(FailureCategory gold, FailureCategory? said) => Rows.Count(row => row.Gold == gold && row.Said == said);

    /// <summary>Rows are what it is, columns what was said; the last column counts answers that were none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Matrix() =>
        [.. FailureCategories.OfModel.Select(gold => (IReadOnlyList<string>)
        [
            gold.Name(),
            .. FailureCategories.OfModel.Select(said => (FailureCategory?)said).Append(null)
                .Select(said => Count(gold, said) is > 0 and var count
                    ? count.ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : "·"),
        ])];
}
