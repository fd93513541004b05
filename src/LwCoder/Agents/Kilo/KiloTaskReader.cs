using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Kilo;

/// <summary>
/// Reads one task: the conversation, and between its messages what only the screen knows, by time. Where the conversation is cut
/// or missing, the screen tells the rest.
/// </summary>
internal sealed class KiloTaskReader(Transcript transcript)
{
    private readonly string _folder = Path.GetDirectoryName(transcript.File)!;

    public IEnumerable<SessionEvent> Read()
    {
        var history = KiloHistory.Read(_folder);
        var (conversationFile, screenFile) = (FileOf(KiloTasks.Conversation), FileOf(KiloTasks.Screen));
        var screen = screenFile is null ? null : new KiloScreen(screenFile);
        var facts = new Queue<SessionEvent>(screen?.ReadFacts().OrderBy(fact => fact.Time).ToList() ?? []);
        var surroundings = conversationFile is null
            ? new KiloSurroundings(null, null, null)
            : KiloConversation.SurroundingsIn(conversationFile);
        yield return Stamped(new SessionStarted(
            KiloNames.Tool, null, surroundings.Model ?? history.Model, surroundings.Mode ?? history.Mode)
        {
            Time = KiloTime.OfTask(transcript.Session) ?? screen?.First,
            Workspace = surroundings.Workspace ?? history.Workspace,
            ParentSession = transcript.ParentSession ?? history.Parent,
            ChildSessions = history.Children,
        });
        var conversation = conversationFile is null ? null : new KiloConversation(conversationFile);
        var content = (conversation?.Read() ?? []).Concat(Missing(conversation, screenFile));
        foreach (var happened in content)
        {
            while (facts.TryPeek(out var fact) && fact.Time <= happened.Time)
            {
                yield return Stamped(facts.Dequeue());
            }
            yield return Stamped(happened);
        }
        foreach (var fact in facts)
        {
            yield return Stamped(fact);
        }
        foreach (var damage in Damages(conversation, conversationFile, screen, screenFile)
            .Concat(Empty())
            .Concat(history.Damaged.Select(file => new RecordDamaged(file, "there is no JSON in it"))))
        {
            yield return damage;
        }
        if (screen?.End is { } end)
        {
            yield return Stamped(end);
        }
        else if (screen is not { IsWhole: true } && conversation?.Completion is { } said)
        {
            yield return Stamped(new SessionResult(ResultStatus.Success, said) { Time = conversation.Last });
        }
    }

    /// <summary>Asked for only when all of the conversation that there is has been read.</summary>
    private static IEnumerable<SessionEvent> Missing(KiloConversation? conversation, string? screenFile)
    {
        if (screenFile is null || conversation is { IsWhole: true, HasMessages: true })
        {
            yield break;
        }
        foreach (var happened in KiloScreen.ReadContent(screenFile, conversation?.Last))
        {
            yield return happened;
        }
    }

    private static IEnumerable<SessionEvent> Damages(
        KiloConversation? conversation, string? conversationFile, KiloScreen? screen, string? screenFile)
    {
        if (conversation?.Damage is { } said)
        {
            yield return new RecordDamaged(conversationFile!, said);
        }
        if (screen?.Damage is { } shown)
        {
            yield return new RecordDamaged(screenFile!, shown);
        }
    }

    /// <summary>
    /// Left behind by a crash: what would be in it is missing. Nothing of no length is opened, as it may be a pipe.
    /// </summary>
    private IEnumerable<RecordDamaged> Empty() =>
        from name in (string[])[KiloTasks.Conversation, KiloTasks.Screen]
        let file = new FileInfo(Path.Combine(_folder, name))
        where file is { Exists: true, LinkTarget: null, Length: 0 }
        select new RecordDamaged(file.FullName, "it is empty");

    private SessionEvent Stamped(SessionEvent happened) => happened with { Session = transcript.Session };

    private string? FileOf(string name) =>
        new FileInfo(Path.Combine(_folder, name)) is { Exists: true, LinkTarget: null, Length: > 0 } file ? file.FullName : null;
}
