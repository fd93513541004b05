using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Kilo;

/// <summary>
/// The tasks of Kilo Code, and of its relatives with the same files: `tasks/&lt;id&gt;/` with the conversation, what was on the
/// screen
/// and some facts, each as one JSON file.
/// </summary>
internal sealed class KiloTasks : ITranscripts
{
    public const string Conversation = "api_conversation_history.json";
    public const string Screen = "ui_messages.json";
    public const string Metadata = "task_metadata.json";
    public const string History = "history_item.json";

    public string Folder => ".config/Code/User/globalStorage/kilocode.kilo-code";

    /// <param name="folder">The extension's folder, its `tasks`, or one task's.</param>
    public IEnumerable<Transcript> Find(string folder)
    {
        if (TaskIn(new DirectoryInfo(folder)) is { } only)
        {
            return [only];
        }
        var tasks = Path.Combine(folder, "tasks");
        var root = TranscriptFolder.IsInside(folder, "tasks") && Directory.Exists(tasks) ? tasks : folder;
        var found = TranscriptFolder.Folders(root).Select(TaskIn).OfType<Transcript>();
        var index = TranscriptFolder.Files(root, "_index.json");
        return index.Count > 0 && TranscriptFolder.Peek(index[0], KiloHistory.ReadIndex) is { } parents
            ? Linked(found, parents)
            : found;
    }

    public IEnumerable<SessionEvent> Read(Transcript transcript) => new KiloTaskReader(transcript).Read();

    /// <summary>Locks and the unfinished files beside them have other names.</summary>
    public IEnumerable<string> FilesOf(Transcript transcript)
    {
        var folder = Path.GetDirectoryName(transcript.File)!;
        foreach (var name in (string[])[Conversation, Screen, Metadata, History])
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (file is { Exists: true, LinkTarget: null })
            {
                yield return file.FullName;
            }
        }
    }

    /// <returns>Null for a folder without a task in it.</returns>
    private static Transcript? TaskIn(DirectoryInfo folder)
    {
        foreach (var name in (string[])[Conversation, Screen])
        {
            var file = new FileInfo(Path.Combine(folder.FullName, name));
            if (file is { Exists: true, LinkTarget: null } && !file.Attributes.HasFlag(FileAttributes.Directory))
            {
                return new Transcript(folder.Name, file.FullName, file.LastWriteTimeUtc);
            }
        }
        return null;
    }

    private static IEnumerable<Transcript> Linked(IEnumerable<Transcript> tasks, IReadOnlyDictionary<string, string> parents) =>
        tasks.Select(task => parents.TryGetValue(task.Session, out var parent) ? task with { ParentSession = parent } : task);
}
