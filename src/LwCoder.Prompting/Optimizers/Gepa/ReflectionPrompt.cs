using System.Globalization;
using System.Text;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>The question to a reflecting model: a template with the present text and what came of it filled in.</summary>
internal static class ReflectionPrompt
{
    public const string TextPlaceholder = "<curr_param>";
    public const string RecordsPlaceholder = "<side_info>";
    public const string AboutPlaceholder = "<about>";

    private const int DeepestHeading = 6;

    /// <summary>The template used where none is given.</summary>
    public const string DefaultTemplate = $"""
        A language model works by the text below. Rewrite the text so that it does its task better.

        <current_instruction>
        {TextPlaceholder}
        </current_instruction>
        {AboutPlaceholder}
        This is what it was given, what it made of that, and what was right or wrong about it:

        {RecordsPlaceholder}

        Before you write, work out from these examples what the input looks like and what exactly is asked for. Then look for:
        - facts of this domain that the feedback names and the text lacks: put each of them in, since the model will not see the feedback;
        - a way of working that succeeded, or would have avoided a mistake: state it as a general rule;
        - parts of the text that mislead, contradict or only repeat: drop them, and keep what works.
        Write for inputs that nobody has seen yet. Do not copy an example or its answer into the text.

        Answer with the complete new text between ``` fences, and nothing after them.
        """;

    /// <summary>What is wrong with a template; null if it can be used.</summary>
    public static string? Problem(string template)
    {
        string[] missing = [.. new[] { TextPlaceholder, RecordsPlaceholder }
            .Where(placeholder => !template.Contains(placeholder, StringComparison.Ordinal))];
        return missing.Length == 0 ? null : $"The reflection template lacks {string.Join(" and ", missing)}.";
    }

    /// <param name="template">Has both placeholders.</param>
    /// <param name="text">The present text.</param>
    /// <param name="records">A record for each example of the minibatch.</param>
    /// <param name="about">What the text is for; empty: nothing is known.</param>
    public static string Render(string template, string text, IReadOnlyList<FieldValues> records, string about = "") => template
        .Replace(AboutPlaceholder, about.Length == 0 ? "" : $"\nAbout this text: {about}\n", StringComparison.Ordinal)
        .Replace(TextPlaceholder, text, StringComparison.Ordinal)
        .Replace(RecordsPlaceholder, Markdown(records), StringComparison.Ordinal);

    /// <summary>A heading for each record, each field and each part of it.</summary>
    public static string Markdown(IReadOnlyList<FieldValues> records) => string.Join("\n\n", records.Select((record, index) =>
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# Example {index + 1}\n");
        foreach (var (name, value) in record)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {name}\n");
            Append(text, value, 3);
        }
        return text.ToString();
    }));

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case FieldValues record:
                AppendAll(text, record.Select(pair => (pair.Key, pair.Value)), depth);
                break;
            case IReadOnlyList<object?> list:
                AppendAll(text, list.Select((item, index) => ($"Item {index + 1}", item)), depth);
                break;
            default:
                text.Append(Scalar(value).Trim()).Append("\n\n");
                break;
        }
    }

    private static void AppendAll(StringBuilder text, IEnumerable<(string Heading, object? Value)> parts, int depth)
    {
        var before = text.Length;
        foreach (var (heading, value) in parts)
        {
            text.Append('#', depth).Append(CultureInfo.InvariantCulture, $" {heading}\n");
            Append(text, value, Math.Min(depth + 1, DeepestHeading));
        }
        if (text.Length == before)
        {
            text.Append('\n');
        }
    }

    /// <summary>As Python writes it, which models have seen most of.</summary>
    private static string Scalar(object? value) => value switch
    {
        null => "None",
        true => "True",
        false => "False",
        double number => Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Number(double number)
    {
        if (number != 0 && Math.Abs(number) is < 1e-4 or >= 1e16 && double.IsFinite(number))
        {
            return number.ToString("0.################e+00", CultureInfo.InvariantCulture);
        }
        var text = number.ToString("0.################", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || !double.IsFinite(number) ? text : text + ".0";
    }
}
