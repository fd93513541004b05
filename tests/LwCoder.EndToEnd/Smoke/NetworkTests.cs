using System.Net.NetworkInformation;

namespace LwCoder.EndToEnd.Smoke;

/// <summary>Under `.ci/run` nothing that a test starts can leave the machine; elsewhere there is nothing to prove.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void A_run_that_claims_to_be_offline_has_only_loopback()
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_OFFLINE") == "1")
        {
            NetworkInterface.GetAllNetworkInterfaces().Should()
                .OnlyContain(network => network.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        }
    }
}
