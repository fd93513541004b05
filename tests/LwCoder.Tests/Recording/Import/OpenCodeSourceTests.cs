using LwCoder.Agents.Events;
using LwCoder.Recording.Import;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Recording.Import;

public sealed class OpenCodeSourceTests : IDisposable
{
    private const string Info =
        """{"id":"ses_1","directory":"/home/dev/work","parentID":"ses_0","agent":"build","model":{"id":"m","providerID":"p"},"version":"1.18.33","time":{"created":1795279621521}}""";

    private const string User = """{"role":"user","time":{"created":1795279621714},"id":"msg_1"}""";
    private const string Said = """{"type":"text","text":"Write hello.txt","id":"prt_1"}""";

    private const string Answer =
        """{"role":"assistant","mode":"build","cost":0.01,"tokens":{"input":200,"output":34,"reasoning":3,"cache":{"write":5,"read":1000}},"time":{"created":1795279624028,"completed":1795279628109},"finish":"stop","id":"msg_2"}""";

    private const string Bash =
        """{"type":"tool","tool":"bash","callID":"call_1","state":{"status":"completed","input":{"command":"pytest"},"output":"ok","metadata":{"exit":1},"time":{"start":1795279628320,"end":1795279628485}},"id":"prt_2"}""";

    private const string Task =
        """{"type":"tool","tool":"task","callID":"call_2","state":{"status":"completed","input":{"subagent_type":"explore"},"output":"ok","metadata":{"sessionId":"ses_2"},"time":{"start":1795279628500,"end":1795279628600}},"id":"prt_3"}""";

    private const string Words = """{"type":"text","text":"All done.","time":{"start":1795279628877},"id":"prt_4"}""";
    private const string Finish = """{"type":"step-finish","reason":"stop","tokens":{"input":200,"output":34,"reasoning":3,"cache":{"write":5,"read":1000}},"cost":0.01,"id":"prt_5"}""";

    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_export_becomes_events()
    {
        _folder.Write("export.json", $$"""{"info":{{Info}},"messages":[{"info":{{User}},"parts":[{{Said}}]},{"info":{{Answer}},"parts":[{{Bash}},{{Task}},{{Words}},{{Finish}}]}]}""");

        Check(new OpenCodeSource(_folder.Path).Find(_folder.Path).Single());
        Check(new OpenCodeSource(_folder.Path).Find(_folder["export.json"]).Single());
    }

    [Fact]
    public void The_database_has_the_same()
    {
        using (var database = SqliteSession.Open(_folder["opencode.db"], SqliteAccess.Write))
        {
            foreach (var statement in new[]
            {
                "CREATE TABLE session (id text PRIMARY KEY, parent_id text, directory text, version text, agent text, model text, time_created integer, time_updated integer)",
                "CREATE TABLE message (id text PRIMARY KEY, session_id text, time_created integer, data text)",
                "CREATE TABLE part (id text PRIMARY KEY, message_id text, session_id text, data text)",
                """INSERT INTO session VALUES ('ses_1', 'ses_0', '/home/dev/work', '1.18.33', 'build', '{"id":"m"}', 1795279621521, 1795279629262)""",
                $"INSERT INTO message VALUES ('msg_1', 'ses_1', 1795279621714, '{User}'), ('msg_2', 'ses_1', 1795279624028, '{Answer}')",
                $"INSERT INTO part VALUES ('prt_1', 'msg_1', 'ses_1', '{Said}'), ('prt_2', 'msg_2', 'ses_1', '{Bash}'), ('prt_3', 'msg_2', 'ses_1', '{Task}'), ('prt_4', 'msg_2', 'ses_1', '{Words}'), ('prt_5', 'msg_2', 'ses_1', '{Finish}')",
            })
            {
                database.Execute(statement);
            }
        }

        var unit = new OpenCodeSource(_folder.Path).Find(_folder.Path).Single();
        unit.Stamp.Should().Be(new FileStamp(0, 1795279629262));
        Check(unit);
    }

    [Fact]
    public void A_database_of_something_else_is_refused_in_words()
    {
        _folder.Write("opencode.db", "no database");

        var find = () => new OpenCodeSource(_folder.Path).Find(_folder.Path).ToList();

        find.Should().Throw<IOException>().WithMessage("*opencode.db*");
    }

    private static void Check(ImportUnit unit)
    {
        var events = unit.Read().ToList();
        events[0].Should().BeEquivalentTo(new
        {
            Tool = "opencode", Version = "1.18.33", Model = "m", Mode = "build", Workspace = "/home/dev/work", ParentSession = "ses_0", Session = "ses_1",
        });
        events.OfType<MessageSpoken>().Select(message => (message.Id, message.Role, message.Text))
            .Should().Equal(("prt_1", "user", "Write hello.txt"), ("prt_4", "assistant", "All done."));
        var answers = events.OfType<ToolReturned>().ToDictionary(answer => answer.Id);
        answers["call_1"].ExitCode.Should().Be(1);
        answers["call_2"].ChildSession.Should().Be("ses_2");
        events.OfType<UsageReported>().Single().Should().BeEquivalentTo(
            new { Id = "prt_5", Input = 205L, Output = 34L, Cached = 1000L, Reasoning = 3L, Cost = 0.01m });
        events[^1].Should().BeOfType<SessionResult>();
    }
}
