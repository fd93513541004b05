using LwCoder.Telemetry.Rows;

namespace LwCoder.Telemetry;

/// <summary>Rows to be written together. What is previewed is redacted and bounded as it is added.</summary>
/// <param name="redact">Takes the secrets out of a text.</param>
internal sealed class TelemetryBatch(Func<string, string> redact)
{
    private readonly List<SessionRow> _sessions = [];
    private readonly List<TaskRow> _tasks = [];
    private readonly List<MessageRow> _messages = [];
    private readonly List<ToolCallRow> _toolCalls = [];
    private readonly List<PunchRow> _punches = [];
    private readonly List<ChildRow> _children = [];
    private readonly List<CheckpointRow> _checkpoints = [];
    private readonly List<PunchCardRow> _cards = [];
    private readonly List<RawEventRow> _rawEvents = [];
    private readonly List<DiagnosisRow> _diagnoses = [];
    private readonly List<ImportedFileRow> _files = [];

    public IReadOnlyList<SessionRow> Sessions => _sessions;

    public IReadOnlyList<TaskRow> Tasks => _tasks;

    public IReadOnlyList<MessageRow> Messages => _messages;

    public IReadOnlyList<ToolCallRow> ToolCalls => _toolCalls;

    public IReadOnlyList<PunchRow> Punches => _punches;

    public IReadOnlyList<ChildRow> Children => _children;

    public IReadOnlyList<CheckpointRow> Checkpoints => _checkpoints;

    public IReadOnlyList<PunchCardRow> Cards => _cards;

    public IReadOnlyList<RawEventRow> RawEvents => _rawEvents;

    public IReadOnlyList<DiagnosisRow> Diagnoses => _diagnoses;

    public IReadOnlyList<ImportedFileRow> Files => _files;

    public int Count =>
        _sessions.Count + _tasks.Count + _messages.Count + _toolCalls.Count + _punches.Count + _children.Count
        + _checkpoints.Count + _cards.Count + _rawEvents.Count + _diagnoses.Count + _files.Count;

    public void Add(SessionRow row) => _sessions.Add(row with { Outcome = Preview.Of(row.Outcome, Preview.Outcome, redact) });

    public void Add(TaskRow row) => _tasks.Add(row);

    public void Add(MessageRow row) =>
        _messages.Add(row with { ContentPreview = Preview.Of(row.ContentPreview, Preview.Message, redact) });

    public void Add(ToolCallRow row) => _toolCalls.Add(row with
    {
        ArgsSummary = Preview.Of(row.ArgsSummary, Preview.Arguments, redact),
        Error = Preview.Of(row.Error, Preview.Error, redact),
    });

    public void Add(PunchRow row) => _punches.Add(row);

    public void Add(ChildRow row) => _children.Add(row);

    public void Add(CheckpointRow row) => _checkpoints.Add(row);

    public void Add(PunchCardRow row) => _cards.Add(row);

    public void Add(RawEventRow row) =>
        _rawEvents.Add(row with { PayloadJson = Preview.Of(row.PayloadJson, Preview.Payload, redact) });

    public void Add(DiagnosisRow row) => _diagnoses.Add(row with { Evidence = redact(row.Evidence) });

    public void Add(ImportedFileRow row) => _files.Add(row);

    /// <summary>Takes over the rows of another batch, which are redacted already.</summary>
    public void Append(TelemetryBatch other)
    {
        _sessions.AddRange(other._sessions);
        _tasks.AddRange(other._tasks);
        _messages.AddRange(other._messages);
        _toolCalls.AddRange(other._toolCalls);
        _punches.AddRange(other._punches);
        _children.AddRange(other._children);
        _checkpoints.AddRange(other._checkpoints);
        _cards.AddRange(other._cards);
        _rawEvents.AddRange(other._rawEvents);
        _diagnoses.AddRange(other._diagnoses);
        _files.AddRange(other._files);
    }

    public void Clear()
    {
        _sessions.Clear();
        _tasks.Clear();
        _messages.Clear();
        _toolCalls.Clear();
        _punches.Clear();
        _children.Clear();
        _checkpoints.Clear();
        _cards.Clear();
        _rawEvents.Clear();
        _diagnoses.Clear();
        _files.Clear();
    }
}
