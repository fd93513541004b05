using System.Globalization;
using System.Text.Json;
using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>Reads one line of `session.jsonl` back into the event it was written from.</summary>
internal static class SessionLogLine
{
    /// <returns>Null for a line that is cut, empty, or of a kind this version does not know.</returns>
    public static SessionEvent? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(line));
            return Parse(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static string NameOf(ResultStatus status) => status == ResultStatus.Success ? "success" : "failed";

    public static string NameOf(CostSource source) => source switch
    {
        CostSource.Billed => "billed",
        CostSource.Imputed => "imputed",
        _ => "unknown",
    };

    public static string NameOf(ErrorClass error) => error switch
    {
        ErrorClass.Limit => "limit",
        ErrorClass.Login => "login",
        ErrorClass.Permission => "permission",
        ErrorClass.Provider => "provider",
        _ => "other",
    };

    private static SessionEvent? Parse(JsonElement line)
    {
        var text = line.Text("text") ?? "";
        var id = line.Text("id");
        SessionEvent? parsed = line.Text("kind") switch
        {
            "session" => new SessionStarted(line.Text("tool") ?? "", line.Text("version"), line.Text("model"), line.Text("mode")),
            "message" => new MessageSpoken(id, line.Text("role") ?? "assistant", text),
            "tool_call" => new ToolCalled(id ?? "", line.Text("tool") ?? "", line.Text("args") ?? line.Field("args").AsObject()),
            "tool_result" => new ToolReturned(id ?? "", line.Flag("is_error"), (int?)line.Whole("exit_code"), text),
            "usage" => new UsageReported(
                id, line.Whole("in") ?? 0, line.Whole("out") ?? 0, line.Whole("cached") ?? 0, line.Money("cost"),
                Named(Enum.GetValues<CostSource>(), NameOf, line.Text("cost_source"))),
            "result" => new SessionResult(Named(Enum.GetValues<ResultStatus>(), NameOf, line.Text("status") ?? "failed"), text),
            "error" => new SessionError(Named(Enum.GetValues<ErrorClass>(), NameOf, line.Text("class")), text),
            _ => null,
        };
        return parsed is null ? null : parsed with
        {
            Time = DateTimeOffset.TryParse(
                line.Text("ts"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null,
            Sequence = line.Whole("seq") ?? 0,
            Session = line.Text("session"),
            Parent = line.Text("parent"),
        };
    }

    private static T Named<T>(T[] values, Func<T, string> nameOf, string? name) where T : struct, Enum =>
        Array.Find(values, value => nameOf(value) == name);
}
