using System.Net.NetworkInformation;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>Under `.ci/run` nothing that a test starts can leave the machine; elsewhere there is nothing to prove.</summary>
public sealed class NetworkTests
{
    /// <summary>What the engine makes for a swarm: a bridge without a way out, and cables to it.</summary>
    private static readonly string[] OfASwarm = ["docker_gwbridge", "veth"];

    [Fact]
    public void A_run_that_claims_to_be_offline_has_no_way_out()
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_OFFLINE") == "1")
        {
            var networks = NetworkInterface.GetAllNetworkInterfaces();

            networks.Where(network => !OfASwarm.Any(network.Name.StartsWith)).Should()
                .OnlyContain(network => network.NetworkInterfaceType == NetworkInterfaceType.Loopback);
            networks.SelectMany(network => network.GetIPProperties().GatewayAddresses).Should().BeEmpty();
        }
    }
}
