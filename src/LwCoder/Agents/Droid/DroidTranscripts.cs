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
            var sessions = TranscriptFolder.Files(place, "*.jsonl").Select(Head.Of).OfType<Head>().ToList();
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
        [transcript.File, Path.ChangeExtension(transcript.File, ".settings.json"), .. transcript.Subagents.Select(one => one.File)];

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
        public static Head? Of(FileInfo file)
        {
            foreach (var row in JsonLines.Read(file.FullName))
            {
                return row.Text("type") == "session_start"
                    ? new Head(
                        file, row.Text("id") ?? Path.GetFileNameWithoutExtension(file.Name),
                        row.Text("callingSessionId"), row.Text("callingToolUseId"))
                    : null;
            }
            return null;
        }
    }
}
