using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Scripting;

/// <summary>One item of a script, checked: an unknown key is a typing mistake, and would otherwise be silent.</summary>
internal static class ScriptReader
{
    private static readonly string[] Answers = ["answer", "outputs", "tool_calls", "error"];

    private static readonly string[] Keys =
        ["signature", "turn", "when", .. Answers, "model", "usage", "cost", "delay_ms", "repeat"];

    public static ScriptEntry Read(FieldValues item, int index)
    {
        try
        {
            return Read(item);
        }
        catch (Exception error) when (error is FieldException or ArgumentException or KeyNotFoundException)
        {
            throw new ScriptException($"item {index + 1}: {error.Message}", error);
        }
    }

    private static ScriptEntry Read(FieldValues item)
    {
        var unknown = item.Keys.FirstOrDefault(key => !Keys.Contains(key));
        if (unknown is not null)
        {
            throw new FieldException(unknown, $"is no key of a script; there are: {string.Join(", ", Keys)}");
        }
        if (!item.Keys.Any(Answers.Contains))
        {
            throw new FieldException("answer", $"is missing; an item needs one of {string.Join(", ", Answers)}");
        }
        var usage = Has(item, "usage") ? item.Record("usage") : FieldValues.Empty;
        return new ScriptEntry
        {
            Signature = Text(item, "signature"),
            Turn = Has(item, "turn") ? checked((int)item.Integer("turn")) : null,
            When = Text(item, "when"),
            Answer = Text(item, "answer"),
            Outputs = Has(item, "outputs") ? item.Record("outputs") : null,
            ToolCalls = Has(item, "tool_calls") ? [.. item.List("tool_calls").Select(ReadCall)] : [],
            Error = Text(item, "error") is { } kind ? ReadError(kind) : null,
            Model = Text(item, "model"),
            InputTokens = Has(usage, "in") ? usage.Integer("in") : 0,
            OutputTokens = Has(usage, "out") ? usage.Integer("out") : 0,
            Cost = Has(item, "cost") ? (decimal)item.Number("cost") : null,
            Delay = TimeSpan.FromMilliseconds(Has(item, "delay_ms") ? item.Number("delay_ms") : 0),
            Repeat = Has(item, "repeat") && item.Bool("repeat"),
        };
    }

    private static ScriptToolCall ReadCall(object? item) => item is FieldValues call
        ? new ScriptToolCall(call.String("name"), Has(call, "arguments") ? call.Record("arguments") : FieldValues.Empty)
        : throw new FieldException("tool_calls", "holds something that is no record with name and arguments");

    private static ModelErrorKind ReadError(string kind) =>
        Enum.TryParse<ModelErrorKind>(kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var parsed)
            ? parsed
            : throw new FieldException("error", $"'{kind}' is none of {string.Join(", ", Enum.GetNames<ModelErrorKind>())}");

    private static bool Has(FieldValues item, string key) => item.TryGetValue(key, out var value) && value is not null;

    /// <summary>Text, or what YAML takes for a number or a truth but the author meant as text.</summary>
    private static string? Text(FieldValues item, string key) => Has(item, key)
        ? (string)FieldConversion.Fit(new Field(key, FieldType.String), item[key], key)!
        : null;
}
