using System.Net;
using System.Net.Sockets;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>
/// Under `.ci/run` nothing that a test starts can leave the machine; elsewhere there is nothing to prove. The routes are asked
/// and not the interfaces, which come and go with the swarm of another test.
/// </summary>
public sealed class NetworkTests
{
    private static bool ClaimsToBeOffline => Environment.GetEnvironmentVariable("LW_CODER_OFFLINE") == "1";

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public void A_run_that_claims_to_be_offline_has_no_way_out(string address)
    {
        if (ClaimsToBeOffline)
        {
            var outside = IPAddress.Parse(address);
            var going = () =>
            {
                // To connect is to look for a route: no packet is sent.
                using var socket = new Socket(outside.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                socket.Connect(outside, 9);
            };

            going.Should().Throw<SocketException>();
        }
    }

    [Fact]
    public void Nor_has_it_a_gateway()
    {
        if (ClaimsToBeOffline)
        {
            File.ReadLines("/proc/net/route").Skip(1).Select(route => route.Split('\t')[2])
                .Should().NotContain(gateway => gateway != "00000000");
        }
    }
}
