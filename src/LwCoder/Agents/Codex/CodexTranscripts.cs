using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Codex;

/// <summary>
/// `~/.codex/sessions/&lt;year&gt;/&lt;month&gt;/&lt;day&gt;/rollout-&lt;time&gt;-&lt;session&gt;.jsonl`, and any folder with
/// such files in it.
/// </summary>
internal sealed class CodexTranscripts : ITranscripts
{
    /// <summary>Years, months, days.</summary>
    private const int Deepest = 4;

    public string Folder => ".codex/sessions";

    public IEnumerable<Transcript> Find(string folder) => Find(folder, 0);

    public IEnumerable<SessionEvent> Read(Transcript transcript) => new CodexTranscriptReader().Read(transcript);

    private static IEnumerable<Transcript> Find(string folder, int depth)
    {
        foreach (var file in TranscriptFolder.Files(folder, "rollout-*.jsonl"))
        {
            var session = TranscriptFolder.Peek(file, SessionIn) ?? SessionOf(file.Name);
            yield return new Transcript(session, file.FullName, file.LastWriteTimeUtc);
        }
        foreach (var inner in depth < Deepest ? TranscriptFolder.Folders(folder) : [])
        {
            foreach (var transcript in Find(inner.FullName, depth + 1))
            {
                yield return transcript;
            }
        }
    }

    /// <summary>What the first row says counts: a file may have been renamed.</summary>
    private static string? SessionIn(string file)
    {
        foreach (var row in new JsonLines(file).Read())
        {
            return row.Text("type") == "session_meta" ? row.Field("payload").Text("id") : null;
        }
        return null;
    }

    /// <summary>The id at the end of the name; a name of another form is the id itself.</summary>
    private static string SessionOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        const int Length = 36;
        return name.Length > Length && Guid.TryParseExact(name[^Length..], "D", out _) ? name[^Length..] : name;
    }
}
