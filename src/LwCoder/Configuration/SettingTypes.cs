using System.Globalization;
using LwCoder.Configuration.Toml;

namespace LwCoder.Configuration;

/// <summary>The types that settings are made of.</summary>
internal static class SettingTypes
{
    /// <summary>A span of time; in a file also a whole number of seconds.</summary>
    public static readonly SettingType<TimeSpan> Duration = new(
        "a time from 1s to 720h such as \"90s\", \"10m\" or \"1h30m\", or a whole number of seconds",
        "\"10m\"",
        value => value is TomlInteger number
            ? Configuration.Duration.Checked(number.Value) ?? throw new SettingMismatch(value)
            : ReadText(value, ParseDuration),
        ParseDuration);

    public static readonly SettingType<IReadOnlyList<string>> TextList =
        TextListOf("a list of strings", "[\"…\", \"…\"]", _ => true);

    /// <summary>Text for a shell.</summary>
    public static readonly SettingType<string?> Command = Text(
        "a command", "make ready", text => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0'));

    /// <summary>Yes or no; in text also `1`, `yes`, `0` and `no`.</summary>
    public static readonly SettingType<bool> Flag = new(
        "true or false",
        "true",
        value => value is TomlBoolean flag ? flag.Value : throw new SettingMismatch(value),
        text => text.ToLowerInvariant() switch
        {
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" => false,
            _ => throw new SettingMismatch(),
        });

    /// <summary>A whole number from one up.</summary>
    public static readonly SettingType<int?> Count = new(
        "a whole number from 1 to 2147483647",
        "512",
        value => value is TomlInteger { Value: >= 1 and <= int.MaxValue } number
            ? (int)number.Value
            : throw new SettingMismatch(value),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? number
            : throw new SettingMismatch());

    /// <summary>A whole number within bounds.</summary>
    public static SettingType<int> WholeNumber(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"),
        string.Create(CultureInfo.InvariantCulture, $"{least}"),
        value => value is TomlInteger number && number.Value >= least && number.Value <= most
            ? (int)number.Value
            : throw new SettingMismatch(value),
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw new SettingMismatch());

    /// <summary>A number with or without a fraction; files only.</summary>
    public static SettingType<double?> Fraction(double least, double most) => new(
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        "0.7",
        value => value switch
        {
            TomlFloat number when number.Value >= least && number.Value <= most => number.Value,
            TomlInteger number when number.Value >= least && number.Value <= most => number.Value,
            _ => throw new SettingMismatch(value),
        });

    /// <summary>A list of texts that <paramref name="isAllowed"/> accepts; files only.</summary>
    /// <param name="example">As TOML.</param>
    public static SettingType<IReadOnlyList<string>> TextListOf(
        string allowed, string example, Predicate<string> isAllowed) => new(
        allowed,
        example,
        value => value is TomlArray array
            ? [.. array.Items.Select(item =>
                item is TomlString text && isAllowed(text.Value) ? text.Value : throw new SettingMismatch(item))]
            : throw new SettingMismatch(value));

    /// <summary>A table whose keys are the user's own; files only.</summary>
    /// <param name="stock">Entries that hold unless the table has the same key.</param>
    public static SettingType<IReadOnlyDictionary<string, string>> TextTable(
        string exampleKey, string exampleText, IReadOnlyDictionary<string, string> stock) => new(
        "a table of names and texts that are not empty",
        $"{{ {exampleKey} = {SafeText.Quote(exampleText)} }}",
        value =>
        {
            var table = value as TomlTable ?? throw new SettingMismatch(value);
            var texts = new Dictionary<string, string>(stock);
            foreach (var (key, entry) in table.Entries)
            {
                texts[key] = entry.Value is TomlString { Value: { } text } && !string.IsNullOrWhiteSpace(text)
                    ? text
                    : throw new SettingMismatch(entry.Value);
            }
            return texts;
        });

    /// <summary>Text that <paramref name="isAllowed"/> accepts.</summary>
    public static SettingType<string?> Text(string allowed, string example, Predicate<string> isAllowed)
    {
        string? Parse(string text) => isAllowed(text) ? text : throw new SettingMismatch();
        return new SettingType<string?>(allowed, SafeText.Quote(example), value => ReadText(value, Parse), Parse);
    }

    /// <summary>A word that can be an argument without being taken for an option.</summary>
    /// <param name="punctuation">What it may hold beside letters and digits, though not at its start.</param>
    public static SettingType<string?> Name(string what, string example, string punctuation) => Text(
        $"{what}: letters, digits and {punctuation}, beginning with a letter or digit",
        example,
        text => text.Length > 0 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || punctuation.Contains(character)));

    public static SettingType<string> OneOf(params string[] words) => OneOf(words, new Dictionary<string, string>());

    /// <param name="aliases">Further spellings, and the words they stand for.</param>
    public static SettingType<string> OneOf(string[] words, IReadOnlyDictionary<string, string> aliases)
    {
        string Parse(string text) =>
            words.Contains(text) ? text : aliases.GetValueOrDefault(text) ?? throw new SettingMismatch();
        var quoted = words.Select(SafeText.Quote).ToArray();
        var allowed = quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
        return new SettingType<string>(allowed, quoted[0], value => ReadText(value, Parse), Parse) { Words = words };
    }

    private static TimeSpan ParseDuration(string text) =>
        Configuration.Duration.TryParse(text) ?? throw new SettingMismatch();

    private static T ReadText<T>(TomlValue value, Func<string, T> parse)
    {
        try
        {
            return value is TomlString text ? parse(text.Value) : throw new SettingMismatch(value);
        }
        catch (SettingMismatch mismatch) when (mismatch.Culprit is null)
        {
            throw new SettingMismatch(value);
        }
    }
}
