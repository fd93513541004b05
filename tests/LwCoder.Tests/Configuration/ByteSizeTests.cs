using LwCoder.Configuration;

namespace LwCoder.Tests.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("17", 17L)]
    [InlineData("17B", 17L)]
    [InlineData("500MB", 500_000_000L)]
    [InlineData("500 mb", 500_000_000L)]
    [InlineData("1.5g", 1_500_000_000L)]
    [InlineData("2GiB", 2_147_483_648L)]
    [InlineData("1000TB", 1_000_000_000_000_000L)]
    public void Sizes_are_read(string text, long bytes) => ByteSize.TryParse(text).Should().Be(bytes);

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("1,5GB")]
    [InlineData("5 parsecs")]
    [InlineData("5MBB")]
    [InlineData("1001TB")]
    [InlineData("99999999999999999999999999999999999")]
    public void Anything_else_is_none(string text) => ByteSize.TryParse(text).Should().BeNull();

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(1_234_567, "1.2 MB")]
    [InlineData(340_000_000, "340 MB")]
    [InlineData(999_999_999, "1.0 GB")]
    public void Sizes_are_written_short(long bytes, string text) => ByteSize.Format(bytes).Should().Be(text);
}
