using System.Globalization;
using LwCoder.Runs;

namespace LwCoder.Commands.Runs;

/// <summary>Facts of a run in a word or two.</summary>
internal static class RunWords
{
    public static string Money(RunManifest manifest) => manifest.Cost is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.00}")
            + (manifest.CostSource == "billed" ? "" : $" ({manifest.CostSource})")
        : "-";
}
