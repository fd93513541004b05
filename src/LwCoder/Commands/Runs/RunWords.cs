using System.Globalization;
using LwCoder.Platform.Processes;
using LwCoder.Runs;

namespace LwCoder.Commands.Runs;

/// <summary>Facts of a run in a word or two.</summary>
internal static class RunWords
{
    public static string Outcome(RunManifest manifest) => manifest switch
    {
        { Outcome: { } outcome } => outcome,
        _ when ProcessIdentity.TryParse(manifest.Owner) is { MayBeAlive: true } => "running",
        _ => "interrupted",
    };

    public static string Money(RunManifest manifest) => manifest.Cost is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"${cost:0.00}")
            + (manifest.CostSource == "billed" ? "" : $" ({manifest.CostSource})")
        : "-";
}
