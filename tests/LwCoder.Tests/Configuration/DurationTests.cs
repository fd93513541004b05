using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h1s", 3601)]
    [InlineData("0h5m", 300)]
    [InlineData("45", 45)]
    [InlineData("720h", 2592000)]
    public void Spans_are_read(string text, int seconds) =>
        Duration.TryParse(text).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("-5")]
    [InlineData("5m1h")]
    [InlineData("1h 30m")]
    [InlineData("1m1m")]
    [InlineData("1.5h")]
    [InlineData("10M")]
    [InlineData("m")]
    [InlineData("10 minutes")]
    [InlineData("721h")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_not(string text) => Duration.TryParse(text).Should().BeNull();

    [Theory]
    [InlineData("1h30m")]
    [InlineData("26h")]
    [InlineData("5s")]
    public void The_written_form_is_read_back(string text) => Duration.Format(Duration.TryParse(text)!.Value).Should().Be(text);
}
