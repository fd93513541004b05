using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Kilo;
using LwCoder.Agents.Tools;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording.Import;

/// <summary>
/// Notes of a task what tells later which task started it, and which it started: how it began, and the subtasks it asked for.
/// Kept
/// in the store, since the other task may be imported another day.
/// </summary>
internal sealed class LinkHints(SessionFacts facts)
{
    public const string Began = "task.began";
    public const string Spawned = "task.spawned";

    private readonly Dictionary<string, Spawn> _spawns = new(StringComparer.Ordinal);
    private string? _words;
    private string? _parent;
    private DateTimeOffset? _first;

    public void Observe(SessionEvent happened)
    {
        _first ??= happened.Time;
        switch (happened)
        {
            case SessionStarted started:
                _parent = started.ParentSession;
                break;
            case MessageSpoken { Role: "user" } message:
                _words ??= Digest(message.Text);
                break;
            case ToolCalled called when ToolNames.KindOf(called.Tool) == ToolKind.Spawn:
                _spawns[called.Id] = new Spawn(called.Time ?? facts.FallbackTime, MessageIn(called.Arguments), Ended: null);
                break;
            case ToolReturned returned when _spawns.TryGetValue(returned.Id, out var spawn):
                _spawns[returned.Id] = spawn with { Ended = returned.Time, HasFailed = returned.IsError };
                break;
        }
    }

    public void Finish(TelemetryBatch batch)
    {
        var created = KiloTime.OfTask(facts.FallbackId);
        Add(batch, Began, "", created ?? _first ?? facts.FallbackTime, json =>
        {
            json.WriteString("words", _words);
            json.WriteBoolean("exact", created is not null);
            json.WriteString("parent", _parent);
        });
        // A call that was refused has started nothing.
        foreach (var (call, spawn) in _spawns.Where(spawn => !spawn.Value.HasFailed))
        {
            Add(batch, Spawned, call, spawn.Started, json =>
            {
                json.WriteString("call", call);
                json.WriteString("words", spawn.Words);
                if (spawn.Ended is { } ended)
                {
                    json.WriteNumber("ended", ended.ToUnixTimeMilliseconds());
                }
            });
        }
    }

    private void Add(TelemetryBatch batch, string type, string call, DateTimeOffset at, Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        var payload = Encoding.UTF8.GetString(buffer.WrittenSpan);
        var milliseconds = at.ToUnixTimeMilliseconds();
        batch.Add(new RawEventRow
        {
            SourceHash =
                SourceHash.Of(facts.FallbackId, type, call, milliseconds.ToString(CultureInfo.InvariantCulture), payload),
            SessionId = facts.FallbackId,
            EventType = type,
            EventTs = milliseconds,
            ObservedAt = at,
            PayloadJson = payload,
        });
    }

    private static string? MessageIn(string arguments)
    {
        try
        {
            using var json = JsonDocument.Parse(SurrogateEscapes.Repair(arguments));
            return json.RootElement.Text("message") is { } message ? Digest(message) : null;
        }
        catch (Exception cut) when (cut is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Trim())).AsSpan(0, 16));

    /// <param name="Words">The digest of what the subtask was told.</param>
    private sealed record Spawn(DateTimeOffset Started, string? Words, DateTimeOffset? Ended)
    {
        public bool HasFailed { get; init; }
    }
}
