namespace LwCoder.Configuration.Toml;

/// <summary>
/// The text is not TOML 1.0. It knows the place but not the file, which is for the caller to name.
/// </summary>
/// <param name="message">What is wrong, as a sentence without place and full stop.</param>
internal sealed class TomlException(string message, TomlPosition position) : Exception(message)
{
    public TomlPosition Position { get; } = position;
}
