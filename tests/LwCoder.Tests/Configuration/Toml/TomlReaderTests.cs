using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LwCoder.Benchmarks;
using LwCoder.Configuration.Toml;

namespace LwCoder.Tests.Configuration.Toml;

public sealed class TomlReaderTests
{
    [Theory]
    [MemberData(nameof(TomlCases.Valid), MemberType = typeof(TomlCases))]
    public void Valid_text_gives_its_values(string toml, string expected) =>
        Shorten(Decode(Encoding.UTF8.GetBytes(toml)))!.ToJsonString()
            .Should().Be(JsonNode.Parse(expected)!.ToJsonString());

    [Theory]
    [MemberData(nameof(TomlCases.Invalid), MemberType = typeof(TomlCases))]
    public void Invalid_text_is_refused(string toml) => ErrorOf(Encoding.UTF8.GetBytes(toml)).Message.Should().NotBeEmpty();

    [Theory]
    [InlineData(new byte[] { 0x61, 0x3D, 0x22, 0xFF, 0x22 }, 1, 4)] // a byte that is never UTF-8
    [InlineData(new byte[] { 0x0A, 0x23, 0xC3 }, 2, 2)] // a sequence cut off by the end
    [InlineData(new byte[] { 0x23, 0xC0, 0x80 }, 1, 2)] // NUL in two bytes
    [InlineData(new byte[] { 0x23, 0xED, 0xA0, 0x80 }, 1, 2)] // half a surrogate pair
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, 1, 1)] // UTF-16
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place(byte[] bytes, int line, int column) =>
        ErrorOf(bytes).Position.Should().Be(new TomlPosition(line, column));

    [Theory]
    [InlineData("a = 1\nb = 01\n", 2, 5)]
    [InlineData("a = \"\"\"\r\n\r\n\r\n\"\"\"\nb = 2 c", 5, 7)]
    [InlineData("[a]\nx = 1\n[a]", 3, 2)]
    [InlineData("a = \"one\\qtwo\"", 1, 10)]
    [InlineData("a = [1,\n  2,\n  x]", 3, 3)]
    public void Errors_say_where_they_are(string toml, int line, int column) =>
        ErrorOf(Encoding.UTF8.GetBytes(toml)).Position.Should().Be(new TomlPosition(line, column));

    [Theory]
    [InlineData("a = 1\na = 2", "\"a\" is already defined at 1:1")]
    [InlineData("a = yes", "\"yes\" is no value; a string needs quotes, and true and false are lower case")]
    [InlineData("a = 1 2", "expected the end of the line after a value, found '2'")]
    [InlineData("a = \u001b[31m", "expected a value, found the character U+001B")]
    [InlineData("[a", "expected ']' after a table's name, found the end of the file")]
    [InlineData(
        "a = 2023-02-30",
        "\"2023-02-30\" is no date or time that exists; write for example 2025-01-31 or 2025-01-31T12:30:00Z")]
    public void Errors_are_sentences(string toml, string message) =>
        ErrorOf(Encoding.UTF8.GetBytes(toml)).Message.Should().Be(message);

    [Fact]
    public void Values_and_keys_know_their_place()
    {
        var table = TomlReader.Read("\n[code]\n  tool = 'droid'\n  list = [\n    1,\n  ]\n"u8);

        var code = (TomlTable)table.Entries["code"].Value;
        code.Entries["tool"].KeyPosition.Should().Be(new TomlPosition(3, 3));
        code.Entries["tool"].Value.Position.Should().Be(new TomlPosition(3, 10));
        ((TomlArray)code.Entries["list"].Value).Items[0].Position.Should().Be(new TomlPosition(5, 5));
    }

    [Fact]
    public void Keys_keep_their_order() =>
        TomlReader.Read("z = 1\na = 2\nm = 3"u8).Entries.Keys.Should().Equal("z", "a", "m");

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a=", "}")]
    public void Very_deep_nesting_is_an_error_and_no_crash(string open, string close)
    {
        var deep = $"a={string.Concat(Enumerable.Repeat(open, 100_000))}1{string.Concat(Enumerable.Repeat(close, 100_000))}";

        ErrorOf(Encoding.UTF8.GetBytes(deep)).Message.Should().Contain("nested 100 deep at most");
    }

    [Fact]
    public void A_key_of_very_many_parts_is_an_error_and_no_crash() =>
        ErrorOf(Encoding.UTF8.GetBytes(string.Join('.', Enumerable.Repeat("a", 100_000)) + "=1"))
            .Message.Should().Contain("100 parts at most");

    internal static JsonNode Decode(ReadOnlySpan<byte> toml)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            TaggedJson.Write(json, TomlReader.Read(toml));
        }
        return JsonNode.Parse(text.ToArray())!;
    }

    private static TomlException ErrorOf(byte[] toml) =>
        FluentActions.Invoking(() => TomlReader.Read(toml)).Should().Throw<TomlException>().Which;

    /// <summary>`{"type": "integer", "value": "1"}` as `"integer:1"`.</summary>
    private static JsonNode? Shorten(JsonNode? node) => node switch
    {
        JsonObject { Count: 2 } tagged when tagged["type"] is JsonValue type => $"{type}:{tagged["value"]}",
        JsonObject table => new JsonObject(table.Select(pair => KeyValuePair.Create(pair.Key, Shorten(pair.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Shorten)]),
        _ => throw new InvalidOperationException("not tagged"),
    };
}
