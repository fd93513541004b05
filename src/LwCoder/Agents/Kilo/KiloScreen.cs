using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;

namespace LwCoder.Agents.Kilo;

/// <summary>
/// Reads `ui_messages.json`: what was shown to the person. It alone knows what requests cost, what went wrong and whether the
/// task
/// was done; what was said and which tools were called it tells less well than the conversation.
/// </summary>
internal sealed class KiloScreen(string path)
{
    private static readonly string[] Waiting = ["tool", "command", "use_mcp_server", "followup", "browser_action_launch"];

    private readonly JsonArrayFile _file = new(path);

    public bool IsWhole => Damage is null;

    /// <summary>What could not be read, known at the end; null when all could.</summary>
    public string? Damage => _file.Damage;

    public DateTimeOffset? First { get; private set; }

    /// <summary>
    /// The task was shown as done, and nothing was asked of the model afterwards; known once the facts are read.
    /// </summary>
    public SessionResult? End { get; private set; }

    /// <summary>Requests and their cost, and trouble. Small: a few hundred bytes for each request.</summary>
    public IReadOnlyList<SessionEvent> ReadFacts()
    {
        var facts = new List<SessionEvent>();
        SessionEvent? waiting = null;
        foreach (var row in _file.Read())
        {
            var time = KiloTime.Of(row);
            First ??= time;
            waiting = WaitingIn(row) is { } asked ? asked with { Time = time } : row.Text("say") is null ? waiting : null;
            End = row.Text("say") switch
            {
                "api_req_started" => null,
                "completion_result" when !row.Flag("partial") =>
                    new SessionResult(ResultStatus.Success, row.Text("text") ?? "") { Time = time },
                _ => End,
            };
            if (FactIn(row, time) is { } fact)
            {
                facts.Add(fact with { Time = time });
            }
        }
        if (waiting is not null)
        {
            facts.Add(waiting);
        }
        return facts;
    }

    /// <summary>What was said and done, for the part of a task whose conversation is lost.</summary>
    /// <param name="after">Only what came later.</param>
    public static IEnumerable<SessionEvent> ReadContent(string path, DateTimeOffset? after)
    {
        var content = new KiloScreenContent();
        foreach (var row in new JsonArrayFile(path).Read())
        {
            var time = KiloTime.Of(row);
            foreach (var happened in content.Read(row))
            {
                if (after is null || time > after)
                {
                    yield return happened with { Time = time };
                }
            }
        }
    }

    private static SessionEvent? FactIn(JsonElement row, DateTimeOffset? time) => row.Text("say") switch
    {
        "api_req_started" => RequestIn(row, time),
        { } say when KiloTrouble.ClassOf(say) is { } trouble => new SessionError(trouble, $"{say}: {row.Text("text")}"),
        _ => row.Text("ask") is { } ask && KiloTrouble.ClassOf(ask) is { } asked
            ? new SessionError(asked, $"{ask}: {row.Text("text")}")
            : null,
    };

    /// <summary>A request is written first without what it used, and for good without it when it was interrupted.</summary>
    private static SessionEvent? RequestIn(JsonElement row, DateTimeOffset? time)
    {
        if (KiloRequest.Read(row.Field("text")) is not { } request)
        {
            return null;
        }
        if (request.CancelReason is { } reason)
        {
            return reason == "user_cancelled"
                ? new SessionError(ErrorClass.Cancelled, "the person cancelled the request")
                : new SessionError(ErrorClass.Provider, request.Failure ?? reason);
        }
        if (request is { TokensIn: null, Cost: null })
        {
            return null;
        }
        // Anthropic's count of input is without what came from the cache, everybody else's is with it.
        var input = request.TokensIn ?? 0;
        input = request.Protocol == "openai" ? Math.Max(0, input - request.CacheReads) : input;
        return new UsageReported(
            string.Create(CultureInfo.InvariantCulture, $"request-{time?.ToUnixTimeMilliseconds()}"), input + request.CacheWrites,
            request.TokensOut, request.CacheReads, request.Cost, request.Cost is null ? CostSource.Unknown : CostSource.Billed);
    }

    /// <summary>A question that nothing came after was never answered.</summary>
    private static SessionError? WaitingIn(JsonElement row) =>
        row.Text("ask") is { } ask && Waiting.Contains(ask) && !row.Flag("isAnswered")
            ? new SessionError(ErrorClass.Permission, $"nobody answered: {ask}")
            : null;

    /// <summary>The JSON that a text holds.</summary>
    internal static JsonDocument? PayloadOf(JsonElement text)
    {
        if (text.ValueKind != JsonValueKind.String)
        {
            return null;
        }
        var raw = JsonMarshal.GetRawUtf8Value(text);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        var bytes = new byte[raw.Length];
        var length = reader.CopyString(bytes);
        return LenientJson.Parse(bytes.AsMemory(0, length)) is { } payload
            && payload.RootElement.ValueKind == JsonValueKind.Object
            ? payload
            : null;
    }
}
