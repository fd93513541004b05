using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Prompting.Signatures;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Signatures;

public sealed class FieldValuesTests
{
    [Fact]
    public void Any_text_survives_json() => Prop.ForAll<string[]>(texts =>
    {
        var clean = texts.Select(text => text is null ? "" : new string([.. text.Where(letter => !char.IsSurrogate(letter))]))
            .ToArray();
        var values = FieldValues.Of(("texts", clean), ("first", clean.FirstOrDefault()));
        FieldValues.FromJson(values.ToJson()).ShouldEqual(values);
    }).ShouldHold();

    [Fact]
    public void Common_types_become_canonical_ones() =>
        FieldValues.Of(("a", 1), ("b", 2.5f), ("c", 3.5m), ("d", DayOfWeek.Friday), ("e", new List<int> { 1 }), ("f", null),
            ("g", (ulong)7))
            .ToJson().Should().Be("""{"a":1,"b":2.5,"c":3.5,"d":"Friday","e":[1],"f":null,"g":7}""");

    [Fact]
    public void A_value_json_cannot_say_is_refused()
    {
        FluentActions.Invoking(() => FieldValues.Of(("a", new object()))).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FieldValues.Of(("a", double.NaN))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_missing_field_is_named_with_those_there_are() =>
        FluentActions.Invoking(() => FieldValues.Of(("a", 1), ("b", 2))["c"])
            .Should().Throw<KeyNotFoundException>().WithMessage("*'c'*a, b*");

    [Fact]
    public void Asking_for_the_wrong_kind_says_what_is_there() =>
        FluentActions.Invoking(() => FieldValues.Of(("a", "x")).Number("a"))
            .Should().Throw<FieldException>().WithMessage("a: a number was asked for, but it holds the text \"x\"");

    [Theory]
    [InlineData("[1]")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1""")]
    public void Json_that_is_not_one_clear_object_is_refused(string json) =>
        FluentActions.Invoking(() => FieldValues.FromJson(json)).Should().Throw<JsonException>();

    [Fact]
    public void With_replaces_in_place_and_leaves_the_original()
    {
        var before = FieldValues.Of(("a", 1), ("b", 2));

        before.With("a", 3).With("c", 4).ToJson().Should().Be("""{"a":3,"b":2,"c":4}""");
        before.ToJson().Should().Be("""{"a":1,"b":2}""");
    }
}
