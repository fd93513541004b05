using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.OpenCode;

/// <summary>Files written by `opencode export`: `{info, messages: [{info, parts}]}`.</summary>
internal sealed class OpenCodeExports : ITranscripts
{
    /// <summary>The session's own fields come first and are small.</summary>
    private const int HeadLength = 256 * 1024;

    public string Folder => ".local/share/opencode";

    /// <param name="folder">A folder of such files, or one file.</param>
    public IEnumerable<Transcript> Find(string folder)
    {
        var files = File.Exists(folder) ? [new FileInfo(folder)] : TranscriptFolder.Files(folder, "*.json");
        foreach (var file in files)
        {
            using var info = InfoIn(file.FullName);
            if (info?.RootElement.Text("id") is { } session)
            {
                yield return new Transcript(session, file.FullName, file.LastWriteTimeUtc);
            }
        }
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        var reader = new OpenCodeReader(transcript.Session);
        using (var info = InfoIn(transcript.File))
        {
            yield return reader.Start(info?.RootElement ?? default);
        }
        foreach (var message in new JsonArrayFile(transcript.File).Read())
        {
            var info = message.Field("info");
            var parts = message.Field("parts").Items()
                .Select((part, index) => (part.Text("id") ?? $"{info.Text("id")}:{index}", part));
            foreach (var happened in reader.Read(info.Text("id") ?? "", info, parts))
            {
                yield return happened;
            }
        }
        foreach (var end in reader.End())
        {
            yield return end;
        }
    }

    /// <returns>Null for a file that is no export.</returns>
    private static JsonDocument? InfoIn(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[Math.Min(HeadLength, file.Length)];
        file.ReadExactly(head);
        var json = head.AsSpan().StartsWith("\uFEFF"u8) ? head.AsSpan(3) : head;
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName }
                    && reader.ValueTextEquals("info"u8) && reader.Read())
                {
                    var start = (int)reader.TokenStartIndex;
                    return reader.TrySkip() ? LenientJson.Parse(json[start..(int)reader.BytesConsumed].ToArray()) : null;
                }
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.StartArray })
                {
                    return null;
                }
            }
        }
        catch (JsonException)
        {
            // No JSON, or cut within the first fields.
        }
        return null;
    }
}
