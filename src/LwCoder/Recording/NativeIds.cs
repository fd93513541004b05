using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LwCoder.Agents.Events;

namespace LwCoder.Recording;

/// <summary>
/// Names for what is said in a conversation that are the same wherever it is read: the agent's id and which block of that
/// message it
/// is; for what has none, or another one in each place, what was said and how often.
/// </summary>
internal sealed class NativeIds
{
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);

    public string Of(MessageSpoken message) => Numbered(
        message is { Role: not "user", Id: { } id } ? message.Role == "assistant" ? id : $"{id}/{message.Role}"
        : $"{message.Role}-{Digest(message.Text)}");

    public string Of(SessionError error) => Numbered($"error-{Digest(SessionEventLine.NameOf(error.Class) + error.Text)}");

    private string Numbered(string id)
    {
        var times = ++CollectionsMarshal.GetValueRefOrAddDefault(_times, id, out _);
        return times == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}#{times}");
    }

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan().Trim())).AsSpan(0, 12));
}
