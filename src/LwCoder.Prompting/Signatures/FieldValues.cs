using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LwCoder.Prompting.Signatures;

/// <summary>
/// Values by field name, in order. Immutable, and equal when names and values are equal. A value is null, a
/// <see cref="string"/>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, a list of such values, or
/// <see cref="FieldValues"/>: what JSON can say, and nothing else.
/// </summary>
public sealed class FieldValues : IReadOnlyDictionary<string, object?>, IEquatable<FieldValues>
{
    private readonly List<KeyValuePair<string, object?>> _pairs;

    internal FieldValues(List<KeyValuePair<string, object?>> canonical) => _pairs = canonical;

    /// <summary>No values.</summary>
    public static FieldValues Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _pairs.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _pairs.Select(pair => pair.Key);

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _pairs.Select(pair => pair.Value);

    /// <summary>The value of a field.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field; the message lists those there are.</exception>
    public object? this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no field '{key}'; there are: {string.Join(", ", Keys)}.");

    /// <summary>Values in the given order. Integers, floats, enums, sequences and JSON elements are taken as well.</summary>
    /// <exception cref="ArgumentException">A name twice, or a value that is none of the kinds.</exception>
    public static FieldValues Of(params IReadOnlyList<(string Name, object? Value)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var canonical = new List<KeyValuePair<string, object?>>(pairs.Count);
        foreach (var (name, value) in pairs)
        {
            if (canonical.Exists(pair => pair.Key == name))
            {
                throw new ArgumentException($"The field '{name}' is given twice.", nameof(pairs));
            }
            canonical.Add(new(name, FieldConversion.Canonical(value)));
        }
        return new FieldValues(canonical);
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="JsonException">The text is not JSON, or not an object.</exception>
    public static FieldValues FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FromJson(document.RootElement);
    }

    /// <summary>Reads a JSON object.</summary>
    /// <exception cref="JsonException">The element is not an object.</exception>
    public static FieldValues FromJson(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? (FieldValues)FieldConversion.Canonical(json)!
        : throw new JsonException($"A JSON object was expected, not {json.ValueKind}.");

    /// <summary>The values as one line of JSON.</summary>
    public string ToJson() => FieldJson.ToString(this);

    /// <summary>A copy with one value set or replaced, in place if the name exists.</summary>
    public FieldValues With(string name, object? value)
    {
        var pairs = new List<KeyValuePair<string, object?>>(_pairs);
        var pair = KeyValuePair.Create(name, FieldConversion.Canonical(value));
        var index = pairs.FindIndex(existing => existing.Key == name);
        if (index < 0)
        {
            pairs.Add(pair);
        }
        else
        {
            pairs[index] = pair;
        }
        return new FieldValues(pairs);
    }

    /// <summary>A text or enum field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public string String(string name) => Get<string>(name, "text");

    /// <summary>A number or whole-number field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public double Number(string name) => this[name] is long whole ? whole : Get<double>(name, "a number");

    /// <summary>A whole-number field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public long Integer(string name) => Get<long>(name, "a whole number");

    /// <summary>A true-or-false field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public bool Bool(string name) => Get<bool>(name, "true or false");

    /// <summary>A list field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public IReadOnlyList<object?> List(string name) => Get<IReadOnlyList<object?>>(name, "a list");

    /// <summary>A record field.</summary>
    /// <exception cref="FieldException">The field holds something else.</exception>
    public FieldValues Record(string name) => Get<FieldValues>(name, "a record");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _pairs.Exists(pair => pair.Key == key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        var index = _pairs.FindIndex(pair => pair.Key == key);
        value = index < 0 ? null : _pairs[index].Value;
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Equal when names, order and values are.</summary>
    public bool Equals(FieldValues? other) => other is not null && (ReferenceEquals(this, other) || ToJson() == other.ToJson());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldValues);

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc cref="ToJson"/>
    public override string ToString() => ToJson();

    private T Get<T>(string name, string expected) => this[name] is T value
        ? value
        : throw new FieldException(name, $"{expected} was asked for, but it holds {FieldConversion.Describe(this[name])}");
}
