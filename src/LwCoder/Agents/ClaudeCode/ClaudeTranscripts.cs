using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>
/// `~/.claude/projects/&lt;folder&gt;/&lt;session&gt;.jsonl`, with subagents in `&lt;session&gt;/subagents/agent-*.jsonl` or, by
/// older versions, beside it.
/// </summary>
internal sealed class ClaudeTranscripts : ITranscripts
{
    private const string AgentPrefix = "agent-";
    private const int LargestMeta = 1024 * 1024;

    /// <summary>Rows in which an old subagent's file has to have said whose it is.</summary>
    private const int FirstRows = 20;

    public string Folder => ".claude/projects";

    public IEnumerable<Transcript> Find(string folder)
    {
        foreach (var project in TranscriptFolder.Folders(folder))
        {
            var files = TranscriptFolder.Files(project.FullName, "*.jsonl");
            var loose = files.Where(IsSubagent).ToLookup(file => SessionOf(file.FullName), StringComparer.Ordinal);
            foreach (var file in files.Where(file => !IsSubagent(file)))
            {
                var session = Path.GetFileNameWithoutExtension(file.Name);
                var own = TranscriptFolder.Files(Path.Combine(project.FullName, session, "subagents"), AgentPrefix + "*.jsonl");
                yield return new Transcript(session, file.FullName, file.LastWriteTimeUtc)
                {
                    Subagents = [.. own.Concat(loose[session]).Select(SubagentOf)],
                };
            }
        }
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript) => new ClaudeTranscriptReader().Read(transcript);

    private static bool IsSubagent(FileInfo file) => file.Name.StartsWith(AgentPrefix, StringComparison.Ordinal);

    private static string? SessionOf(string file)
    {
        foreach (var row in JsonLines.Read(file).Take(FirstRows))
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
        foreach (var fields in JsonLines.Read(meta))
        {
            return fields.Text("toolUseId");
        }
        return null;
    }
}
