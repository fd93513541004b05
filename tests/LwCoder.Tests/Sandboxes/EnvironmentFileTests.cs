using System.Runtime.Versioning;
using LwCoder.Sandboxes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Sandboxes;

[UnsupportedOSPlatform("windows")]
public sealed class EnvironmentFileTests : IDisposable
{
    private readonly SandboxTempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Only_we_can_read_it_and_it_is_gone_afterwards()
    {
        var file = EnvironmentFile.Write(_folder.Path, new Dictionary<string, string> { ["B"] = " x=#y ", ["A"] = "ü" });

        File.ReadAllText(file.Path!).Should().Be("A=ü\nB= x=#y \n");
        File.GetUnixFileMode(file.Path!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        file.Dispose();
        File.Exists(file.Path).Should().BeFalse();
        file.Dispose();
    }

    [Fact]
    public void What_is_no_line_goes_through_the_clients_environment()
    {
        var huge = new string('x', 70_000);
        using var file = EnvironmentFile.Write(
            _folder.Path, new Dictionary<string, string> { ["KEY"] = "a\nb", ["CR"] = "a\r", ["HUGE"] = huge });

        file.Path.Should().BeNull();
        file.Passed.Should().BeEquivalentTo(
            new Dictionary<string, string?> { ["KEY"] = "a\nb", ["CR"] = "a\r", ["HUGE"] = huge });
    }

    [Fact]
    public void A_leftover_of_a_killed_run_is_replaced()
    {
        _folder.Write(EnvironmentFile.Name, "OLD=1\n");
        using var file = EnvironmentFile.Write(_folder.Path, new Dictionary<string, string> { ["NEW"] = "1" });
        File.ReadAllText(file.Path!).Should().Be("NEW=1\n");
    }
}
