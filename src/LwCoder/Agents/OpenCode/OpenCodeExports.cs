using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.OpenCode;

/// <summary>Files written by `opencode export`: `{info, messages: [{info, parts}]}`.</summary>
internal sealed class OpenCodeExports : ITranscripts
{
    public string Folder => ".local/share/opencode";

    /// <param name="folder">A folder of such files, or one file. In a folder, JSON of something else is passed over.</param>
    public IEnumerable<Transcript> Find(string folder)
    {
        var isFile = File.Exists(folder);
        foreach (var file in isFile ? [new FileInfo(folder)] : TranscriptFolder.Files(folder, "*.json"))
        {
            using var head = TranscriptFolder.Peek(file, OpenCodeHead.Of);
            if (isFile || head is not { IsForeign: true })
            {
                var session = head?.Info.Text("id") ?? Path.GetFileNameWithoutExtension(file.Name);
                yield return new Transcript(session, file.FullName, file.LastWriteTimeUtc);
            }
        }
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript)
    {
        var reader = new OpenCodeReader(transcript.Session);
        using (var head = OpenCodeHead.Of(transcript.File))
        {
            yield return reader.Start(head.Info, FirstAnswerIn(transcript.File));
        }
        var messages = new JsonArrayFile(transcript.File);
        var place = 0;
        foreach (var message in messages.Read())
        {
            var info = message.Field("info");
            var id = info.Text("id") ?? string.Create(CultureInfo.InvariantCulture, $"#{place}");
            var parts = message.Field("parts").Items().Select((part, index) => (part.Text("id") ?? $"{id}:{index}", part));
            foreach (var happened in reader.Read(id, info, parts))
            {
                yield return happened;
            }
            place++;
        }
        if (messages.Damage is { } damage)
        {
            // What is lost may have come after the last message that is not.
            yield return new RecordDamaged(transcript.File, damage);
            yield break;
        }
        foreach (var end in reader.End())
        {
            yield return end;
        }
    }

    private static JsonElement FirstAnswerIn(string path)
    {
        foreach (var message in new JsonArrayFile(path).Read())
        {
            if (OpenCodeReader.IsAnswer(message.Field("info")))
            {
                return message.Field("info").Clone();
            }
        }
        return default;
    }
}
