using LwCoder.Configuration.Toml;

namespace LwCoder.Configuration;

/// <summary>What values a setting can have, and how they are read from a file or from one word of text.</summary>
/// <param name="allowed">Completes the sentence "it must be …".</param>
/// <param name="example">A value as TOML, for the fix of an error.</param>
/// <param name="read">Throws <see cref="SettingMismatch"/>, naming the value that is wrong.</param>
/// <param name="parse">For flags and environment variables; null when text cannot express the value.</param>
internal sealed class SettingType<T>(string allowed, string example, Func<TomlValue, T> read, Func<string, T>? parse = null)
{
    public string Allowed { get; } = allowed;

    public string Example { get; } = example;

    public Func<TomlValue, T> Read { get; } = read;

    public Func<string, T>? Parse { get; } = parse;

    /// <summary>All values there are, where they can be listed.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}

/// <summary>A value is not what its setting allows.</summary>
/// <param name="culprit">The value, or the part of it, that is wrong; null for text, which the reader has at hand.</param>
internal sealed class SettingMismatch(TomlValue? culprit = null) : Exception
{
    public TomlValue? Culprit { get; } = culprit;

    /// <summary>More than that it is wrong; null when the setting's own words say it all.</summary>
    public SettingComplaint? Complaint { get; }

    public SettingMismatch(SettingComplaint complaint)
        : this(culprit: null) => Complaint = complaint;
}
