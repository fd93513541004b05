namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Dictionaries that keep the order they were made in: what is drawn from them must not depend on hashes.</summary>
internal static class OrderedDictionaries
{
    public static OrderedDictionary<TKey, TValue> ToOrderedDictionary<TSource, TKey, TValue>(
        this IEnumerable<TSource> items, Func<TSource, TKey> key, Func<TSource, TValue> value)
        where TKey : notnull => items.Select(item => KeyValuePair.Create(key(item), value(item))).ToOrderedDictionary();

    public static OrderedDictionary<TKey, TValue> ToOrderedDictionary<TKey, TValue>(
        this IEnumerable<KeyValuePair<TKey, TValue>> pairs)
        where TKey : notnull => new(pairs);
}
