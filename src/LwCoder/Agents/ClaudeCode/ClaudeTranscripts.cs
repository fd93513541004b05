using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>
/// `~/.claude/projects/&lt;folder&gt;/&lt;session&gt;.jsonl`, with subagents in `&lt;session&gt;/subagents/agent-*.jsonl` or, by
/// older versions, beside it. Which session a file is of is said in it: its name may be another, and several may be of one.
/// </summary>
internal sealed class ClaudeTranscripts : ITranscripts
{
    private const string AgentPrefix = "agent-";
    private const int LargestMeta = 1024 * 1024;

    /// <summary>Rows in which a file has to have said whose it is.</summary>
    private const int FirstRows = 20;

    public string Folder => ".claude/projects";

    /// <param name="folder">Of all projects, or of one.</param>
    public IEnumerable<Transcript> Find(string folder)
    {
        foreach (var project in TranscriptFolder.Folders(folder).Select(inner => inner.FullName).Prepend(folder))
        {
            var files = TranscriptFolder.Files(project, "*.jsonl").ToLookup(IsSubagent);
            var loose = files[true].ToLookup(file => TranscriptFolder.Peek(file, SessionIn), StringComparer.Ordinal);
            foreach (var session in files[false].GroupBy(SessionOf, StringComparer.Ordinal))
            {
                var mains = session.OrderByDescending(file => NameOf(file) == session.Key).ToList();
                var own = mains.Select(NameOf).Prepend(session.Key).Distinct().SelectMany(name => TranscriptFolder.Files(
                    Path.Combine(project, name, "subagents"), AgentPrefix + "*.jsonl"));
                yield return new Transcript(session.Key, mains[0].FullName, mains.Max(file => file.LastWriteTimeUtc))
                {
                    Subagents =
                    [
                        // Rows that two of them share come once.
                        .. mains.Skip(1).Select(file => new SubagentTranscript(file.FullName, "", null)),
                        .. own.Concat(loose[session.Key]).Select(SubagentOf),
                    ],
                };
            }
        }
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript) => new ClaudeTranscriptReader().Read(transcript);

    private static bool IsSubagent(FileInfo file) => file.Name.StartsWith(AgentPrefix, StringComparison.Ordinal);

    private static string NameOf(FileInfo file) => Path.GetFileNameWithoutExtension(file.Name);

    private static string SessionOf(FileInfo file) => TranscriptFolder.Peek(file, SessionIn) ?? NameOf(file);

    private static string? SessionIn(string file)
    {
        foreach (var row in new JsonLines(file).Read().Take(FirstRows))
        {
            if (row.Text("sessionId") is { } session)
            {
                return session;
            }
        }
        return null;
    }

    private static SubagentTranscript SubagentOf(FileInfo file)
    {
        var id = Path.GetFileNameWithoutExtension(file.Name)[AgentPrefix.Length..];
        return new SubagentTranscript(file.FullName, id, CallOf(Path.ChangeExtension(file.FullName, ".meta.json")));
    }

    private static string? CallOf(string meta)
    {
        var file = new FileInfo(meta);
        if (file is not { Exists: true, LinkTarget: null, Length: > 0 and < LargestMeta })
        {
            return null;
        }
        foreach (var fields in new JsonLines(meta).Read())
        {
            return fields.Text("toolUseId");
        }
        return null;
    }
}
