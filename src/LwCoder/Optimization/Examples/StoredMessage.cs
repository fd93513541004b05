namespace LwCoder.Optimization.Examples;

/// <summary>The beginning of what was said.</summary>
/// <param name="At">Event time, milliseconds since 1970.</param>
/// <param name="Role">user, assistant or system.</param>
internal sealed record StoredMessage(long At, int Order, string Role, string Text);
