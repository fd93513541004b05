using LwCoder.Commands.Shared;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Doctor;

internal sealed class DoctorItem(string check, Finding finding)
{
    public string Check { get; } = check;

    public Finding Finding { get; } = finding;

    public bool IsFixed { get; set; }

    /// <summary>A word for each state, the same in text and JSON.</summary>
    public string State => IsFixed ? "fixed" : Finding.State.ToString().ToLowerInvariant();
}

/// <summary>The findings for a person, one line each with its fix below, or as JSON.</summary>
internal sealed class DoctorReport(IReadOnlyList<DoctorItem> items)
{
    public IReadOnlyList<DoctorItem> Items { get; } = items;

    /// <summary>A run as it is set up would work.</summary>
    public bool IsFit => Count(FindingState.Problem) == 0;

    public string Summary
    {
        get
        {
            var (problems, warnings) = (Count(FindingState.Problem), Count(FindingState.Warning));
            var fixable = Items.Count(item => !item.IsFixed && item.Finding.Repair is not null);
            return problems + warnings == 0
                ? "everything is in order"
                : $"{Counted(problems, "problem")}, {Counted(warnings, "warning")}"
                    + (fixable > 0 ? $"; 'lw_coder doctor --fix' puts {fixable} right" : "");
        }
    }

    public void WriteText(TextWriter output)
    {
        var width = Items.Count == 0 ? 0 : Items.Max(item => item.Check.Length);
        foreach (var item in Items)
        {
            output.WriteLine($"{item.State,-8} {item.Check.PadRight(width)}  {TerminalText.OneLine(item.Finding.Message, 500)}");
            if (item.Finding.Fix is { } fix && !item.IsFixed)
            {
                output.WriteLine($"{"",-8} {"".PadRight(width)}    fix: {TerminalText.OneLine(fix, 500)}");
            }
        }
    }

    public void WriteJson(TextWriter output) => JsonAnswer.Write(output, json =>
    {
        json.WriteBoolean("fit", IsFit);
        json.WriteStartArray("findings");
        foreach (var item in Items)
        {
            json.WriteStartObject();
            json.WriteString("check", item.Check);
            json.WriteString("state", item.State);
            json.WriteString("message", item.Finding.Message);
            json.WriteString("fix", item.Finding.Fix);
            json.WriteBoolean("fixable", item.Finding.Repair is not null);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private int Count(FindingState state) => Items.Count(item => !item.IsFixed && item.Finding.State == state);

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
