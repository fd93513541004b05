using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LwCoder.Judges;

namespace LwCoder.Training;

/// <summary>
/// Tells sets of judges apart in 8 hex digits: names, weights and instructions, but not models. Samples that others recorded
/// carry the same, so its text is fixed to the letter.
/// </summary>
internal static class EvaluationFingerprint
{
    private const int Length = 8;

    public static string Of(IEnumerable<Judge> judges)
    {
        var text = new StringBuilder();
        foreach (var judge in judges.OrderBy(judge => judge.Name, StringComparer.Ordinal))
        {
            text.Append("---JUDGE:").Append(judge.Name).Append("---\nweight:").Append(WeightText(judge.Weight)).Append('\n')
                .Append(judge.Instructions).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];
    }

    /// <summary>The shortest digits that give the number back, always with a point or an exponent: 0.4, 1.0, 1e-05.</summary>
    private static string WeightText(double weight)
    {
        var digits = weight.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return digits.AsSpan().ContainsAny('.', 'e') ? digits : digits + ".0";
    }
}
