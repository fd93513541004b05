using System.Text;
using System.Text.Json;
using LwCoder.Agents.ClaudeCode;
using LwCoder.Agents.Events;
using LwCoder.Sessions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sessions;

public sealed class RedactorTests
{
    private const string Value = "p\"ss/w+rd é-12345";

    private readonly Redactor _redactor = new([new Secret("DB_PASSWORD", Value), new Secret("SHORT", "1234567")]);

    [Fact]
    public void A_known_value_is_replaced_by_its_name_and_counted()
    {
        _redactor.Redact($"a {Value} b {Value}").Should().Be("a [redacted:DB_PASSWORD] b [redacted:DB_PASSWORD]");
        _redactor.Count.Should().Be(2);
    }

    [Fact]
    public void A_known_value_is_found_as_json_writes_it_and_in_a_url()
    {
        string[] forms = [JsonSerializer.Serialize(Value), Uri.EscapeDataString(Value), JsonEncodedText.Encode(Value).Value];
        foreach (var form in forms)
        {
            _redactor.Redact(form).Should().Contain("[redacted:DB_PASSWORD]").And.NotContain("rd").And.NotContain("12345");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("us")]
    [InlineData("user:")]
    public void A_known_value_is_found_inside_base64(string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Value + "@host"));

        _redactor.Redact(text).Should().Contain("[redacted:DB_PASSWORD]");
    }

    [Fact]
    public void Short_values_are_words_and_stay() => _redactor.Redact("port 1234567").Should().Be("port 1234567");

    [Fact]
    public void The_longer_of_two_values_that_begin_alike_wins() =>
        new Redactor([new("A", "abcdefgh"), new("B", "abcdefghij")]).Redact("abcdefghij abcdefghX")
            .Should().Be("[redacted:B] [redacted:A]X");

    [Theory]
    [InlineData("key sk-" + "ant-api03-0123456789abcdefghij_-X end", "key [redacted:key] end")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345", "[redacted:key]")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE.", "id [redacted:key].")]
    [InlineData("Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "Authorization: Bearer [redacted:bearer-token]")]
    [InlineData("git clone https://me:hunter22@host/x", "git clone https://me:[redacted:password]@host/x")]
    [InlineData(
        "x -----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY----- y", "x [redacted:private-key] y")]
    public void What_looks_like_a_secret_is_replaced(string text, string expected) =>
        _redactor.Redact(text).Should().Be(expected);

    [Theory]
    [InlineData("the task-list-of-all-the-things-to-do and a risk-assessment-of-the-project")]
    [InlineData("bearer of bad news; Bearer token")]
    [InlineData("http://localhost:8080/a@b and 0123456789abcdef0123456789abcdef01234567")]
    public void Ordinary_text_is_left_alone(string text) => _redactor.Redact(text).Should().Be(text);

    [Fact]
    public void A_private_key_that_is_cut_in_a_json_string_leaves_the_json_valid()
    {
        var json = """{"content":"-----BEGIN PRIVATE KEY-----\nMIIEabc\nMIIE","then":"\"quoted\""}""";

        var redacted = _redactor.Redact(json);

        redacted.Should().NotContain("MIIE");
        JsonDocument.Parse(redacted).RootElement.GetProperty("then").GetString().Should().Be("\"quoted\"");
    }

    [Fact]
    public void Every_text_of_an_event_is_freed_of_secrets()
    {
        SessionEvent[] events =
        [
            new MessageSpoken("m", "assistant", Value),
            new ToolCalled("t", "Bash", $$"""{"a":{{JsonSerializer.Serialize(Value)}}}"""),
            new ToolReturned("t", false, null, Value),
            new SessionResult(ResultStatus.Success, Value),
            new SessionError(ErrorClass.Other, Value),
        ];

        foreach (var redacted in events.Select(_redactor.Redact))
        {
            redacted.ToString().Should().Contain("[redacted:DB_PASSWORD]").And.NotContain("12345");
        }
    }

    [Fact]
    public void Addresses_and_model_names_of_the_environment_stay_readable() =>
        Secret.FromEnvironment(new Dictionary<string, string>
        {
            ["ANTHROPIC_BASE_URL"] = "https://gateway", ["ANTHROPIC_MODEL"] = "claude-opus", ["ANTHROPIC_API_KEY"] = "k",
        }).Should().Equal(new Secret("ANTHROPIC_API_KEY", "k"));

    [Fact]
    public void The_tokens_in_an_agents_files_are_secrets_and_the_rest_of_them_is_not()
    {
        using var user = new AgentsTestFolder();
        user.Write(".claude/.credentials.json", """
            {"claudeAiOauth":{"accessToken":"aaaaaaaaaa","scopes":["user:inference"],"expiresAt":1}}
            """);
        user.Write(".claude/settings.json", """{"model":"opus", "env":{"MY_API_KEY":"bbbbbbbbbb"},}""");

        Secret.FromHome(new ClaudeCodeAgent(), user.Path).Should().BeEquivalentTo(
            [new Secret("accessToken", "aaaaaaaaaa"), new Secret("MY_API_KEY", "bbbbbbbbbb")]);
    }

    [Fact]
    public void Without_secrets_a_text_is_returned_as_it_is() => new Redactor([]).Redact("plain").Should().Be("plain");
}
