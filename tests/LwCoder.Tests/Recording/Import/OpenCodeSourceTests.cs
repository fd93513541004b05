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
    private const string Finish =
        """{"type":"step-finish","reason":"stop","tokens":{"input":200,"output":34,"reasoning":3,"cache":{"write":5,"read":1000}},"cost":0.01,"id":"prt_5"}""";

    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_export_becomes_events()
    {
        _folder.Write(
            "export.json",
            $$"""{"info":{{Info}},"messages":[{"info":{{User}},"parts":[{{Said}}]},{"info":{{Answer}},"parts":[{{Bash}},{{Task}},{{Words}},{{Finish}}]}]}""");

        Check(new OpenCodeSource(_folder.Path).Find(_folder.Path).Single());
        Check(new OpenCodeSource(_folder.Path).Find(_folder["export.json"]).Single());
    }

    [Fact]
    public void The_database_has_the_same()
    {
        Database(
            """INSERT INTO session VALUES ('ses_1', 'ses_0', '/home/dev/work', '1.18.33', 'build', '{"id":"m"}', 1795279621521, 1795279629262)""",
            $"INSERT INTO message VALUES ('msg_1', 'ses_1', 1795279621714, '{User}'), ('msg_2', 'ses_1', "
            + $"1795279624028, '{Answer}')",
            $"INSERT INTO part VALUES ('prt_1', 'msg_1', 'ses_1', '{Said}'), ('prt_2', 'msg_2', 'ses_1', '{Bash}'), ('prt_3', "
            + $"'msg_2', 'ses_1', '{Task}'), ('prt_4', 'msg_2', 'ses_1', '{Words}'), ('prt_5', 'msg_2', 'ses_1', '{Finish}')");

        var unit = new OpenCodeSource(_folder.Path).Find(_folder.Path).Single();
        unit.Stamp.Should().Be(new FileStamp(0, 1795279629262));
        Check(unit);
    }

    [Theory]
    [InlineData("""{"role":"assistant","modelID":"m2","mode":"plan"}""", "m2", "plan")]
    [InlineData("""{"role":"assistant","modelID":"m2","mode":"plan","agent":"review"}""", "m2", "review")]
    [InlineData("""{"role":"user","agent":"build","model":{"modelID":"m3"}}""", null, null)]
    public void A_session_that_does_not_tell_model_and_mode_has_those_of_its_first_answer(
        string message, string? model, string? mode)
    {
        _folder.Write(
            "exports/one.json",
            $$$"""{"info":{"id":"ses_1"},"messages":[{"info":{{{User}}},"parts":[]},{"info":{{{message}}},"parts":[]}]}""");
        Database(
            "INSERT INTO session VALUES ('ses_1', NULL, '/w', '1', NULL, NULL, 1, 1)",
            $"INSERT INTO message VALUES ('msg_1', 'ses_1', 1, '{User}'), ('msg_2', 'ses_1', 2, '{message}')");

        foreach (var place in (string[])[_folder["exports"], _folder.Path])
        {
            var started = new OpenCodeSource(_folder.Path).Find(place).Single().Read().OfType<SessionStarted>().Single();
            (started.Model, started.Mode).Should().Be((model, mode));
        }
    }

    [Fact]
    public void What_the_session_says_of_itself_counts_more_than_its_answers()
    {
        _folder.Write(
            "one.json",
            $$$"""{"info":{{{Info}}},"messages":[{"info":{"role":"assistant","modelID":"m2","mode":"plan"},"parts":[]}]}""");

        new OpenCodeSource(_folder.Path).Find(_folder.Path).Single().Read().OfType<SessionStarted>().Single()
            .Should().BeEquivalentTo(new { Model = "m", Mode = "build" });
    }

    [Fact]
    public void Of_a_cut_export_there_is_what_can_be_read_and_no_end()
    {
        var whole =
            $$"""{"info":{{Info}},"messages":[{"info":{{User}},"parts":[{{Said}}]},{"info":{{Answer}},"parts":[{{Words}}]},{"info":{{Answer}},"parts":[{{Words}}]}]}""";
        _folder.Write("one.json", whole[..^30]);

        var events = new OpenCodeSource(_folder.Path).Find(_folder.Path).Single().Read().ToList();

        events.OfType<MessageSpoken>().Should().HaveCount(2);
        events.OfType<SessionResult>().Should().BeEmpty("what came after it may say otherwise");
        events[^1].Should().Be(new RecordDamaged(_folder["one.json"], "it is cut, and 1 of its entries cannot be read"));
    }

    [Fact]
    public void Another_programs_json_is_none_of_ours_unless_it_is_named()
    {
        _folder.Write("auth.json", """{"anthropic":{"type":"api","key":"x"}}""");

        new OpenCodeSource(_folder.Path).Find(_folder.Path).Should().BeEmpty();
        new OpenCodeSource(_folder.Path).Find(_folder["auth.json"]).Should().ContainSingle();
    }

    [Fact]
    public void Rows_of_the_database_that_are_no_json_cost_only_themselves()
    {
        Database(
            "INSERT INTO session VALUES ('ses_1', NULL, x'ff00', 7, NULL, 'no json', 'soon', 1), ('ses_2', NULL, '/w', '1', "
            + "'a', '[]', 1, NULL), (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
            $"INSERT INTO message VALUES ('m1', 'ses_1', 1, '{User}'), ('m2', 'ses_1', 2, 'cut {{'), ('m3', 'ses_1', 3, NULL), "
            + "(NULL, 'ses_1', 'x', x'00ff'), ('m5', 'ses_1', 5, '[1]')",
            $"INSERT INTO part VALUES ('p1', 'm1', 'ses_1', '{Said}'), ('p2', 'm1', 'ses_1', '{{\"type\":'), ('p3', 'm2', "
            + $"'ses_1', '{Words}'), ('p4', 'm1', 'ses_1', '{{\"type\":\"tool\",\"state\":7}}')",
            $"INSERT INTO message VALUES ('n1', 'ses_2', 1, '{User}')",
            $"INSERT INTO part VALUES ('q1', 'n1', 'ses_2', '{Said}')");

        var units = new OpenCodeSource(_folder.Path).Find(_folder.Path).ToDictionary(unit => unit.Facts.FallbackId);

        var events = units["ses_1"].Read().ToList();
        events.OfType<MessageSpoken>().Select(message => message.Text).Should().Equal("Write hello.txt", "All done.");
        events.OfType<RecordDamaged>().Should().ContainSingle().Which.File.Should().Be(_folder["opencode.db"] + "#ses_1");
        units["ses_2"].Read().OfType<RecordDamaged>().Should().BeEmpty();
    }

    [Theory]
    [InlineData(0.2), InlineData(0.5), InlineData(0.9)]
    public void A_database_that_was_cut_is_refused_in_words_or_read_as_far_as_it_goes(double share)
    {
        Database([.. Enumerable.Range(0, 50)
            .Select(n => $"INSERT INTO session VALUES ('ses_{n}', NULL, '/{new string('w', 500)}', '1', NULL, NULL, 1, 1)")]);
        var bytes = File.ReadAllBytes(_folder["opencode.db"]);
        File.WriteAllBytes(_folder["opencode.db"], bytes[..(int)(bytes.Length * share)]);

        var read = () => new OpenCodeSource(_folder.Path).Find(_folder.Path).SelectMany(unit => unit.Read()).ToList();

        read.Should().Throw<Exception>().Which.Should().Match<Exception>(
            refused => refused is IOException || refused is LwCoder.Telemetry.StoreException);
    }

    [Fact]
    public void A_database_of_something_else_is_refused_in_words()
    {
        _folder.Write("opencode.db", "no database");

        var find = () => new OpenCodeSource(_folder.Path).Find(_folder.Path).ToList();

        find.Should().Throw<IOException>().WithMessage("*opencode.db*");
    }

    /// <summary>The tables of opencode, as far as they are read.</summary>
    private void Database(params string[] statements)
    {
        using var database = SqliteSession.Open(_folder["opencode.db"], SqliteAccess.Write);
        database.Execute("CREATE TABLE session (id text PRIMARY KEY, parent_id text, directory text, version text, agent text, "
            + "model text, time_created integer, time_updated integer)");
        database.Execute("CREATE TABLE message (id text PRIMARY KEY, session_id text, time_created integer, data text)");
        database.Execute("CREATE TABLE part (id text PRIMARY KEY, message_id text, session_id text, data text)");
        foreach (var statement in statements)
        {
            database.Execute(statement);
        }
    }

    private static void Check(ImportUnit unit)
    {
        var events = unit.Read().ToList();
        events[0].Should().BeEquivalentTo(new
        {
            Tool = "opencode", Version = "1.18.33", Model = "m", Mode = "build", Workspace = "/home/dev/work",
            ParentSession = "ses_0", Session = "ses_1",
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
