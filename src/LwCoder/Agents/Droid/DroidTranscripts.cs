using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Droid;

/// <summary>
/// `~/.factory/sessions/&lt;folder&gt;/&lt;session&gt;.jsonl`. A subagent is a session of its own whose first row names the
/// session and the tool call it was started by.
/// </summary>
internal sealed class DroidTranscripts : ITranscripts
{
    public string Folder => ".factory/sessions";

    public IEnumerable<Transcript> Find(string folder)
    {
        // Sessions without a folder of their own have no working directory.
        foreach (var place in TranscriptFolder.Folders(folder).Select(inner => inner.FullName).Prepend(folder))
        {
            var sessions = TranscriptFolder.Files(place, "*.jsonl").Select(Head.Of).ToList();
            var byId = sessions.DistinctBy(session => session.Id).ToDictionary(session => session.Id, StringComparer.Ordinal);
            var subagents = sessions.Where(session => RootOf(session, byId) != session.Id)
                .ToLookup(session => RootOf(session, byId), StringComparer.Ordinal);
            foreach (var session in sessions.Where(session => RootOf(session, byId) == session.Id))
            {
                yield return new Transcript(session.Id, session.File.FullName, session.File.LastWriteTimeUtc)
                {
                    Subagents = [.. subagents[session.Id].Select(
                        child => new SubagentTranscript(child.File.FullName, child.Id, child.Call))],
                };
            }
        }
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript) => new DroidTranscriptReader().Read(transcript);

    public IEnumerable<string> FilesOf(Transcript transcript) =>
        [transcript.File, SettingsOf(transcript.File), .. transcript.Subagents.Select(one => one.File)];

    public static string SettingsOf(string transcript) => Path.ChangeExtension(transcript, ".settings.json");

    /// <summary>The session that nobody here has started. A circle, which only forgery makes, ends where it began.</summary>
    private static string RootOf(Head session, Dictionary<string, Head> byId)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (session.Caller is { } caller && byId.TryGetValue(caller, out var parent) && seen.Add(session.Id))
        {
            session = parent;
        }
        return session.Id;
    }

    /// <param name="Caller">The session that started it.</param>
    private sealed record Head(FileInfo File, string Id, string? Caller, string? Call)
    {
        /// <summary>A file whose first row is lost still has its session's id for a name.</summary>
        public static Head Of(FileInfo file) =>
            TranscriptFolder.Peek(file, _ => In(file)) ?? new Head(file, Path.GetFileNameWithoutExtension(file.Name), null, null);

        private static Head? In(FileInfo file)
        {
            foreach (var row in new JsonLines(file.FullName).Read())
            {
                return row.Text("type") == "session_start" && row.Text("id") is { } id
                    ? new Head(file, id, row.Text("callingSessionId"), row.Text("callingToolUseId"))
                    : null;
            }
            return null;
        }
    }
}
