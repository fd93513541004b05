using System.Globalization;
using System.Text;

namespace LwCoder.Sessions;

/// <summary>A conversation under one second-level heading of a trace.</summary>
internal sealed class TraceSection
{
    private string? _role;
    private string? _message;

    public StringBuilder Text { get; } = new();

    /// <summary>Begins a new turn unless the same speaker goes on with the same message.</summary>
    public void Speak(string role, string? message, DateTimeOffset? time)
    {
        if (role != _role || (message is not null && _message is not null && message != _message))
        {
            Text.Append(CultureInfo.InvariantCulture, $"### [{Stamp(time ?? DateTimeOffset.UnixEpoch)}] {role}\n\n");
            _message = null;
        }
        (_role, _message) = (role, message ?? _message);
    }

    public void Add(string block) => Text.Append(block).Append('\n');

    public static string Stamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
