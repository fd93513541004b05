using LwCoder.Telemetry;

namespace LwCoder.Tests.Telemetry;

public sealed class StoreAddressTests
{
    [Fact]
    public void An_address_names_user_host_port_and_database()
    {
        StoreAddress.Parse("mysql://root@127.0.0.1:3307/punch_cards")
            .Should().Be(new StoreAddress("root", "127.0.0.1", 3307, "punch_cards"));
        StoreAddress.Parse("mysql://ro%40ot@db.example.org/factory").Should().Be(new StoreAddress("ro@ot", "db.example.org", 3306, "factory"));
        StoreAddress.Parse("mysql://root@[::1]:3307/a-b").Host.Should().Be("::1");
    }

    [Theory]
    [InlineData("", StoreTls.Off)]
    [InlineData("?tls=off", StoreTls.Off)]
    [InlineData("?tls=required", StoreTls.Verified)]
    [InlineData("?tls=unverified", StoreTls.Unverified)]
    [InlineData("?tls_ca=/etc/ca.pem", StoreTls.Verified)]
    public void Encryption_is_asked_for(string options, object tls) =>
        StoreAddress.Parse($"mysql://root@host/db{options}").Tls.Should().Be((StoreTls)tls);

    [Theory]
    [InlineData("mysql://root:secret@host/db", "a password has no place in it; set LW_CODER_STORE_PASSWORD instead")]
    [InlineData("mysql://host/db", "it names no user")]
    [InlineData("postgres://root@host/db", "it must begin like mysql://user@host")]
    [InlineData("host/db", "it must begin like mysql://user@host")]
    [InlineData("mysql://root@host", "the database's name must be 1 to 64 letters, digits, _ and -")]
    [InlineData("mysql://root@host/a`b", "the database's name must be 1 to 64 letters, digits, _ and -")]
    [InlineData("mysql://root@host/db/x", "the database's name must be 1 to 64 letters, digits, _ and -")]
    [InlineData("mysql://root@host/db?tsl=required", "?tsl=required is not known*")]
    [InlineData("mysql://root@host/db?tls=maybe", "?tls=maybe is not known*")]
    public void A_mistake_says_what_is_wrong(string text, string message)
    {
        StoreAddress.IsOne(text).Should().BeFalse();
        FluentActions.Invoking(() => StoreAddress.Parse(text)).Should().Throw<UserError>().WithMessage($"[store] url: {message}");
    }
}
