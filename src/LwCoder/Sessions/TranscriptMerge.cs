using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Sessions;

/// <summary>
/// Adds to a run's `session.jsonl` what an agent's transcripts have beyond it. Events are told apart by the agent's own ids,
/// and where it has none by what was said, counting repetitions, so that adding the same transcript again adds nothing.
/// </summary>
internal sealed class TranscriptMerge(string sessionFile, Redactor redactor, TimeProvider time)
{
    /// <summary>Of a text without an id: enough to tell it, and below what the log cuts.</summary>
    private const int LongestKey = 8 * 1024;

    private readonly Dictionary<string, int> _recorded = new(StringComparer.Ordinal);

    /// <summary>Secrets taken out of what was added.</summary>
    public int Redactions { get; private set; }

    /// <param name="home">The run's home, which the agent could fill as it liked.</param>
    /// <returns>What the whole log amounts to now.</returns>
    /// <exception cref="IOException">A transcript or the log cannot be read or written.</exception>
    public EventSummary Add(ITranscripts transcripts, string home)
    {
        var found = TranscriptFolder.IsInside(home, transcripts.Folder)
            ? transcripts.Find(Path.Combine([home, .. transcripts.Folder.Split('/')])).OrderBy(one => one.Modified).ToList()
            : [];
        if (found.Count == 0 && !File.Exists(sessionFile))
        {
            return new EventSummary();
        }
        using var log = new SessionLog(sessionFile);
        var recorder = new SessionRecorder(log, redactor, time);
        foreach (var happened in SessionLog.Read(sessionFile))
        {
            Count(_recorded, KeyOf(happened))++;
            recorder.Resume(happened);
        }
        foreach (var transcript in found)
        {
            // A kill cuts the last line of a transcript, and the run says that it was killed.
            Add(transcripts.Read(transcript).Where(happened => happened is not RecordDamaged), recorder);
        }
        return recorder.Summary;
    }

    private void Add(IEnumerable<SessionEvent> transcript, SessionRecorder recorder)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var happened in transcript)
        {
            var before = redactor.Count;
            var clean = redactor.Redact(happened);
            var key = KeyOf(clean);
            if (++Count(met, key) <= Count(_recorded, key) || IsCounted(happened, recorder.Summary))
            {
                continue;
            }
            Count(_recorded, key)++;
            Redactions += redactor.Count - before;
            recorder.Record(Billed(clean, recorder.Summary));
        }
    }

    /// <summary>The agent's total has subagents in it whose messages may never have been printed.</summary>
    private static bool IsCounted(SessionEvent happened, EventSummary summary) =>
        happened is UsageReported { Id: not null } && happened.Time <= summary.CountedUntil;

    /// <summary>Who pays was said when the session began; transcripts do not know it.</summary>
    private static SessionEvent Billed(SessionEvent happened, EventSummary summary) =>
        happened is UsageReported { Cost: not null } usage && summary.Usage.CostSource != CostSource.Unknown
            ? usage with { CostSource = summary.Usage.CostSource }
            : happened;

    private static ref int Count(Dictionary<string, int> counts, string key) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _);

    private static string KeyOf(SessionEvent happened) => happened switch
    {
        SessionStarted => $"session {happened.Session}",
        // The blocks of a message come in one order, so the second of its texts is the second wherever it is read.
        MessageSpoken { Role: not "user", Id: { } id } message => $"{message.Role} {id}",
        MessageSpoken message => $"{message.Role} {message.Session} {message.Parent} {Digest(message.Text)}",
        ToolCalled call => $"call {call.Id}",
        ToolReturned result => $"result {result.Id}",
        UsageReported { Id: { } id } => $"usage {id}",
        UsageReported whole => string.Create(
            CultureInfo.InvariantCulture, $"whole {whole.Session} {whole.Input} {whole.Output} {whole.Cached} {whole.Cost}"),
        SessionResult => $"end {happened.Session}",
        // Stream and transcript put the same failure in different words.
        SessionError error => $"error {happened.Session} {error.Class}",
        GovernorSpoke governor => $"governor {governor.Detector} {governor.IsKill} {governor.Text}",
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "an event of a kind without a key"),
    };

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes(text.Length > LongestKey ? text[..LongestKey] : text)));
}
