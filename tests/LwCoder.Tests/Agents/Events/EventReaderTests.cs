using FsCheck;
using FsCheck.Fluent;
using LwCoder.Agents.Events;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Events;

public sealed class EventReaderTests
{
    public static TheoryData<string> Tools => ["droid", "claude-code"];

    public static TheoryData<string> Samples => [.. AgentSample.Names];

    [Theory, MemberData(nameof(Samples))]
    public void Every_event_of_a_recorded_session_carries_the_session_id(string sample)
    {
        var events = AgentSample.Events(sample);

        events.Should().NotBeEmpty();
        events.Select(e => e.Session).Distinct().Should().ContainSingle().Which.Should().HaveLength(36);
    }

    [Theory, MemberData(nameof(Samples))]
    public void A_recorded_session_begins_with_the_model_the_agent_reports(string sample) =>
        AgentSample.Events(sample)[0].Should().BeOfType<SessionStarted>().Which.Model.Should().NotBeNullOrEmpty();

    [Theory, MemberData(nameof(Samples))]
    public void A_recorded_session_cut_anywhere_is_read_up_to_the_cut(string sample)
    {
        var whole = string.Join('\n', AgentSample.Lines(sample));
        var all = AgentSample.Events(sample).Count;

        foreach (var length in Enumerable.Range(1, 40).Select(part => whole.Length * part / 41))
        {
            var events = AgentSample.Read(AgentSample.ReaderFor(sample), whole[..length].Split('\n'));

            events.Count.Should().BeInRange(0, all);
        }
    }

    [Theory, MemberData(nameof(Tools))]
    public void Any_text_is_read_without_an_exception(string tool)
    {
        var reader = AgentSample.ReaderFor(tool);

        Prop.ForAll<string>(line => _ = reader.Read(line ?? "").Count() + reader.ReadError(line ?? "").Count())
            .ShouldHold();
    }

    [Theory, MemberData(nameof(Tools))]
    public void Known_fields_with_values_of_any_shape_are_read_without_an_exception(string tool)
    {
        string[] values =
        [
            "null", "true", "-1", "1e400", "99999999999999999999", "0.5", "\"\"", "\"text\"", "\"\\ud800\"", "\"\\\\ud800\"",
            "[]",
            "[null,1,\"a\",{}]", "{}", "{\"type\":3}", "{\"content\":{\"type\":\"text\"}}", "[{\"type\":\"tool_use\",\"id\":[]}]",
            "[{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":[[]]}]", "\"result\"", "\"completion\"", "\"error\"",
        ];
        string[] names =
        [
            "type", "subtype", "message", "content", "usage", "modelUsage", "total_cost_usd", "timestamp", "session_id", "error",
            "permission_denials", "errors", "result", "is_error", "id", "text", "role", "parameters", "value", "source",
            "toolName",
        ];
        string[] types = ["system", "assistant", "user", "result", "message", "tool_call", "tool_result", "completion", "error"];
        var field = Gen.Elements(names).Zip(Gen.Elements(values), (name, value) => $"\"{name}\":{value}");
        var line = Gen.Elements(types).Zip(
            field.ListOf(4), (type, fields) => $"{{\"type\":\"{type}\",{string.Join(',', fields)}}}");
        var reader = AgentSample.ReaderFor(tool);

        Prop.ForAll(line.ToArbitrary(), json => _ = reader.Read(json).Count())
            .ShouldHold(2000);
    }

    [Theory, MemberData(nameof(Tools))]
    public void Lines_that_are_not_the_agents_json_yield_nothing(string tool)
    {
        string[] lines =
        [
            "", "   ", "npm notice", "[1,2]", "{", "{}", "{\"type\":\"new_kind_of_event\",\"x\":1}",
            "{\"type\":\"assistant\"", "\"text\"",
            new string('{', 5000), "{\"a\":" + new string('[', 5000),
        ];

        AgentSample.Read(AgentSample.ReaderFor(tool), lines).Should().BeEmpty();
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_read_whole()
    {
        var text = new string('x', 10 * 1024 * 1024);
        var line = $$"""{"type":"message","role":"assistant","id":"m","text":"{{text}}"}""";

        AgentSample.Read(AgentSample.ReaderFor("droid"), line).Should().ContainSingle()
            .Which.Should().BeOfType<MessageSpoken>().Which.Text.Should().HaveLength(text.Length);
    }

    [Theory]
    [InlineData("""{"type":"message","role":"assistant","text":"a\ud83d!"}""", "a\ufffd!")]
    [InlineData("""{"type":"message","role":"assistant","text":"a\udc00\ud83d\ude00"}""", "a\ufffd\U0001F600")]
    [InlineData("""{"type":"message","role":"assistant","text":"\\ud83d"}""", "\\ud83d")]
    public void Half_a_character_is_replaced_and_the_rest_of_the_line_kept(string line, string expected) =>
        AgentSample.Read(AgentSample.ReaderFor("droid"), line).Should().ContainSingle()
            .Which.Should().BeOfType<MessageSpoken>().Which.Text.Should().Be(expected);

    [Fact]
    public void A_bare_half_of_a_character_is_replaced_as_well() =>
        AgentSample.Read(AgentSample.ReaderFor("droid"), "{\"type\":\"message\",\"text\":\"a" + '\ud83d' + "!\"}")
            .Should().ContainSingle().Which.Should().BeOfType<MessageSpoken>().Which.Text.Should().Be("a\ufffd!");
}
