using System.Text;
using LwCoder.Agents.Events;
using LwCoder.Agents.Kilo;
using LwCoder.Recording.Import;
using LwCoder.Tests.Support;
using LwCoder.Tests.Support.Kilo;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Recording.Import;

/// <summary>
/// Tasks whose two files were cut, overwritten, half-written or never ones: nothing crashes, nothing good is lost, and one file
/// stands in for the other. <see cref="DamagedSourcesTests"/> has what all sources have in common.
/// </summary>
public sealed class CorruptStoreTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Broken() => [.. Cases().Keys];

    [Theory, MemberData(nameof(Broken))]
    public async Task A_broken_task_is_reported_and_the_good_ones_are_there(string name)
    {
        var (conversation, screen, keepsCalls) = Cases()[name];
        KiloTaskFiles.Write(_folder.Path, "good-1", KiloTaskFiles.Native);
        var bad = Directory.CreateDirectory(_folder["tasks/bad"]).FullName;
        Write(bad, "api_conversation_history.json", conversation);
        Write(bad, "ui_messages.json", screen);
        KiloTaskFiles.Write(_folder.Path, "good-2", KiloTaskFiles.Xml);
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();

        var report = await new Importer(store, text => text, TimeProvider.System).RunAsync(
            new TranscriptSource("kilo", new KiloTasks(), [], needsLinks: true), [_folder.Path], new Quiet(), default);

        (await store.TextsAsync("SELECT session_id FROM sessions WHERE session_id LIKE 'good%' ORDER BY session_id"))
            .Should().Equal("good-1", "good-2");
        (await store.TextsAsync("SELECT COUNT(*) FROM tool_calls WHERE session_id = 'bad'")).Should().Equal($"{keepsCalls}");
        report.Problems.Where(problem => !problem.Path.StartsWith(bad, StringComparison.Ordinal)).Should().BeEmpty();
        report.Problems.Should().OnlyHaveUniqueItems(problem => problem.Path);
    }

    [Fact]
    public void Any_bytes_can_be_a_task()
    {
        var whole = Encoding.UTF8.GetBytes(KiloTaskFiles.Native);
        var screen = Encoding.UTF8.GetBytes(KiloTaskFiles.Screen);
        var chance = new Random(20260106);
        var folder = Directory.CreateDirectory(_folder["tasks/fuzzed"]).FullName;
        for (var round = 0; round < 300; round++)
        {
            File.WriteAllBytes(Path.Combine(folder, "api_conversation_history.json"), FileDamage.ByChance(whole, chance));
            File.WriteAllBytes(Path.Combine(folder, "ui_messages.json"), FileDamage.ByChance(screen, chance));
            var tasks = new KiloTasks();
            foreach (var task in tasks.Find(_folder.Path))
            {
                SessionProjectorTests.Project([.. tasks.Read(task).Where(happened => happened is not RecordDamaged)]);
            }
        }
    }

    private static void Write(string folder, string name, string? content)
    {
        switch (content)
        {
            case null:
                break;
            case "<folder>":
                Directory.CreateDirectory(Path.Combine(folder, name));
                break;
            default:
                File.WriteAllBytes(Path.Combine(folder, name), Encoding.Latin1.GetBytes(content));
                break;
        }
    }

    /// <summary>Name to conversation, screen and how many calls are still told.</summary>
    private static Dictionary<string, (string? Conversation, string? Screen, int Calls)> Cases()
    {
        const string Good = KiloTaskFiles.Native;
        const string Screen = KiloTaskFiles.Screen;
        string Cut(string at) => Good[..Good.IndexOf(at, StringComparison.Ordinal)];
        string With(string old, string now) => Good.Replace(old, now, StringComparison.Ordinal);
        return new()
        {
            ["nothing at all"] = (null, null, 0),
            ["empty files"] = ("", "", 0),
            ["blank files"] = ("  \n", "\n", 0),
            ["empty lists"] = ("[]", "[]", 0),
            ["an object"] = ("{}", "{}", 0),
            ["null"] = ("null", "null", 0),
            ["a number"] = ("42", "42", 0),
            ["a text"] = ("\"[{}]\"", "\"x\"", 0),
            ["a list of other things"] = ("[1,null,\"x\",[],true]", "[1]", 0),
            ["zeroes"] = (new string('\0', 4096), new string('\0', 4096), 0),
            ["words"] = ("This is no JSON.", "Nor is this.", 0),
            ["html"] = ("<html><body>{}</body></html>", "<html/>", 0),
            ["bytes that are no UTF-8"] = ("\u00ff\u00fe\u0080[{\u0080", "\u00ff", 0),
            ["only an opening bracket"] = ("[", "[", 0),
            ["only closing brackets"] = ("]]}}", "]}", 0),
            ["a folder in the place of the conversation"] = ("<folder>", Screen, 2),
            ["a folder in the place of the screen"] = (Good, "<folder>", 4),
            ["no conversation"] = (null, Screen, 2),
            ["no screen"] = (Good, null, 4),
            ["a conversation cut in its first message"] = (Good[..20], Screen, 2),
            ["a conversation cut within a text"] = (Cut("print(1)"), null, 1),
            ["a conversation cut within an escape"] = (Cut("n# Current") , null, 0),
            ["a conversation cut between messages"] = (Cut(",\n {\"role\":\"user\",\"ts\":1767600005100"), null, 2),
            ["a conversation without its last bracket"] = (Good[..^1], null, 4),
            ["a screen cut within a request"] = (Good, Screen[..400], 4),
            ["a message that is broken inside"] = (With("\"print(1)\"", "print(1)"), Screen, 4),
            ["a control character in a text"] = (With("print(1)", "print\u0001(1)"), Screen, 4),
            ["half a character"] = (With("print(1)", "\\ud83d"), Screen, 4),
            ["half a character as bytes"] = (With("print(1)", "\u00f0\u009f"), Screen, 4),
            ["an escape that is none"] = (With("print(1)", "\\q"), Screen, 4),
            ["a message too deep"] = (With("\"print(1)\"", new string('[', 200) + new string(']', 200)), Screen, 4),
            ["fields of the wrong kind"] =
                ("""[{"role":1,"content":2,"ts":"x"},{"role":"assistant","content":[{"type":"tool_use","id":5,"name":[]}],"ts":-1}]""", """[{"ts":[],"type":{},"say":7,"text":{}}]""", 0),
            ["times out of range"] = (With("\"ts\":1767600001600", "\"ts\":99999999999999999"), Screen, 4),
            ["a time that is no whole number"] = (With("\"ts\":1767600001600", "\"ts\":1.5e3"), Screen, 4),
            ["a payload that is no JSON"] =
                (Good, """[{"ts":1767600001000,"type":"say","say":"api_req_started","text":"oops"}]""", 4),
            ["a payload of another kind"] =
                (Good, """[{"ts":1767600001000,"type":"say","say":"api_req_started","text":"[1]"}]""", 4),
            ["counts that are absurd"] =
                (Good,
                    """[{"ts":1767600001000,"type":"say","say":"api_req_started","text":"{\"tokensIn\":1e300,\"cost\":1e400,\"tokensOut\":-5}"}]""", 4),
            ["the list twice"] = (Good + Good, Screen, 4),
            ["garbage behind the list"] = (Good + "}]]garbage", Screen, 4),
            ["an answer to no call"] = (With("toolu_1\",\"content\"", "toolu_9\",\"content\""), Screen, 4),
        };
    }
}
