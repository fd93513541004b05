using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Optimization;

/// <summary>Transcripts of Claude Code as they lie in a home after months of work, some of it gone wrong.</summary>
internal sealed class ClaudeHistory
{
    public const int OfEach = 24;

    /// <summary>Ways to go wrong of which there are sessions.</summary>
    public static readonly IReadOnlyList<string> Sick = ["infinite_retry", "scope_creep", "context_exhaustion"];

    private static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private readonly StringBuilder _rows = new();
    private readonly string _session;
    private int _count;

    private ClaudeHistory(string session) => _session = session;

    public static int Sessions => OfEach * (Sick.Count + 2);

    /// <summary>Diagnoses of the sick ones, as a person who looked at them would write them.</summary>
    public static string Gold => string.Concat(Sick.SelectMany(kind => Enumerable.Range(0, OfEach).Select(number =>
        new JsonObject { ["session"] = Name(kind, number), ["category"] = kind }.ToJsonString() + "\n")));

    /// <param name="home">The home.</param>
    public static void Write(string home)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, ".claude", "projects", "-work-shop")).FullName;
        foreach (var kind in Sick.Concat(["healthy", "quick"]))
        {
            for (var number = 0; number < OfEach; number++)
            {
                var session = new ClaudeHistory(Name(kind, number));
                session.Live(kind);
                File.WriteAllText(Path.Combine(folder, $"{session._session}.jsonl"), session._rows.ToString());
            }
        }
    }

    private static string Name(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:00}");

    private void Live(string kind)
    {
        Add("user", "Put the shop right.");
        switch (kind)
        {
            case "infinite_retry":
                Repeat(5, _ => Call("Bash", "command", "pytest -q", failed: true));
                break;
            case "scope_creep":
                Repeat(17, number => Call("Edit", "file_path", $"/work/shop/part{number}.py"));
                Call("Bash", "command", "pytest -q", failed: true);
                break;
            case "context_exhaustion":
                Repeat(14, number => Call("Read", "file_path", $"/work/shop/part{number}.py"));
                Call("Bash", "command", "pytest -q", failed: true);
                break;
            default:
                Call("Read", "file_path", "/work/shop/cart.py");
                Call("Edit", "file_path", "/work/shop/cart.py");
                Call("Bash", "command", "pytest -q");
                break;
        }
        Add("assistant", new JsonArray(new JsonObject { ["type"] = "text", ["text"] = $"That was {_session} 🛒." }));
    }

    private static void Repeat(int count, Action<int> act) => Enumerable.Range(0, count).ToList().ForEach(act);

    private void Call(string tool, string argument, string value, bool failed = false)
    {
        var id = $"toolu_{_session}_{_count}";
        Add("assistant", new JsonArray(new JsonObject
        {
            ["type"] = "tool_use", ["id"] = id, ["name"] = tool, ["input"] = new JsonObject { [argument] = value },
        }));
        Add("user", new JsonArray(new JsonObject
        {
            ["type"] = "tool_result", ["tool_use_id"] = id, ["is_error"] = failed,
            ["content"] = failed ? "Exit code 1\n1 failed" : "1 passed",
        }));
    }

    private void Add(string role, JsonNode content)
    {
        var row = new JsonObject
        {
            ["type"] = role, ["sessionId"] = _session, ["uuid"] = $"{_session}-{_count}", ["cwd"] = "/work/shop",
            ["timestamp"] = Start.AddSeconds(30 * _count).ToString("O", CultureInfo.InvariantCulture),
            ["message"] = new JsonObject { ["id"] = $"msg_{_session}_{_count++}", ["role"] = role, ["content"] = content },
        };
        _rows.Append(row.ToJsonString(JsonSerializerOptions.Web)).Append('\n');
    }
}
