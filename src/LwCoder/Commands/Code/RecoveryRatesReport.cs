using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;

namespace LwCoder.Commands.Code;

/// <summary>Recovery rates, a category a line.</summary>
/// <param name="forPerson">With headings, and words where there is nothing.</param>
internal sealed class RecoveryRatesReport(TextWriter output, bool forPerson)
{
    public void Write(RunCatalog runs, bool json)
    {
        var rates = RecoveryRates.Of(runs.List().Select(run => run.TryReadManifest()).OfType<RunManifest>());
        if (json)
        {
            JsonAnswer.Write(output, writer =>
            {
                writer.WriteStartArray("recoveries");
                foreach (var rate in rates)
                {
                    writer.WriteStartObject();
                    writer.WriteString("category", rate.Category);
                    writer.WriteNumber("attempts", rate.Attempts);
                    writer.WriteNumber("successes", rate.Successes);
                    writer.WriteNumber("rate", rate.Rate);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            });
        }
        else if (rates.Count == 0 && forPerson)
        {
            output.WriteLine("No run was a recovery yet.");
        }
        else
        {
            TextTable.Write(
                output, forPerson, ["CATEGORY", "ATTEMPTS", "SUCCEEDED", "RATE"],
                [.. rates.Select(rate => (IReadOnlyList<string>)
                [
                    TerminalText.OneLine(rate.Category, 40),
                    rate.Attempts.ToString(CultureInfo.InvariantCulture),
                    rate.Successes.ToString(CultureInfo.InvariantCulture),
                    rate.Rate.ToString("P0", CultureInfo.InvariantCulture),
                ])]);
        }
    }
}
