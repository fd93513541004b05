using System.Globalization;
using System.Text;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>A candidate as text to read. Nothing is cut: what a person sees is what the model gets.</summary>
internal static class CandidateMarkdown
{
    public static string Write(Candidate candidate)
    {
        var text = new StringBuilder();
        foreach (var part in candidate.Components)
        {
            if (candidate.Components.Count > 1)
            {
                text.Append(CultureInfo.InvariantCulture, $"## {part.Name}\n\n");
            }
            text.Append(part.Text.TrimEnd()).Append("\n\n");
            foreach (var (demo, number) in part.Demos.Select((demo, index) => (demo, index + 1)))
            {
                text.Append(CultureInfo.InvariantCulture, $"### Example {number}\n\n");
                AppendValues(text, demo.Inputs);
                text.Append("→\n");
                AppendValues(text, demo.Outputs);
                text.Append('\n');
            }
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static void AppendValues(StringBuilder text, FieldValues values)
    {
        foreach (var (name, value) in values)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value as string ?? FieldJson.ToString(value)}\n");
        }
    }
}
