using System.Text.RegularExpressions;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Scripting;

/// <summary>
/// Removes secrets from text: known values first, wherever they stand, then what looks like a key. Patterns alone would
/// miss the value that matters most.
/// </summary>
/// <param name="values">Known secrets; blank and very short ones, which would blot out ordinary words, are ignored.</param>
public sealed partial class SecretFilter(params IReadOnlyList<string> values)
{
    private const string Mark = "[secret removed]";
    private const int ShortestSecret = 6;

    /// <summary>Longest first, so that no secret is cut by another it contains; also as JSON spells them.</summary>
    private readonly IReadOnlyList<string> _values =
    [
        .. values.Where(value => value is not null && value.Trim().Length >= ShortestSecret)
            .SelectMany(value => new[] { value, FieldJson.ToString(value)[1..^1] })
            .Distinct()
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>The values without secrets. Each text by itself: in JSON, escapes would hide where a word begins.</summary>
    public FieldValues Clean(FieldValues record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new FieldValues([.. record.Select(pair => KeyValuePair.Create(pair.Key, CleanValue(pair.Value)))]);
    }

    /// <summary>The text without secrets.</summary>
    public string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var value in _values)
        {
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        }
        return KeyPattern().Replace(text, Mark);
    }

    private object? CleanValue(object? value) => value switch
    {
        string text => Clean(text),
        FieldValues record => Clean(record),
        IReadOnlyList<object?> list => list.Select(CleanValue).ToArray(),
        _ => value,
    };

    [GeneratedRegex(
        @"\b(sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"
        + @"|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}"
        + @"|AIza[A-Za-z0-9_-]{30,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})")]
    private static partial Regex KeyPattern();
}
