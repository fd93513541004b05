using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class ContainerSweepTests
{
    [Fact]
    public void We_are_alive_and_survive_the_label() =>
        ProcessIdentity.TryParse(ProcessIdentity.Current.ToString()).Should().Be(ProcessIdentity.Current)
            .And.Match<ProcessIdentity>(owner => owner.MayBeAlive);

    [Fact]
    public void A_reused_process_id_is_not_the_owner() =>
        (ProcessIdentity.Current with { Start = "1" }).MayBeAlive.Should().BeFalse();

    [Fact]
    public void An_owner_on_another_host_counts_as_alive() =>
        new ProcessIdentity("elsewhere", 999999, "1").MayBeAlive.Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("host:x:1")]
    [InlineData("host:1")]
    [InlineData("host:-1:1")]
    public void Other_labels_are_no_owners(string label) => ProcessIdentity.TryParse(label).Should().BeNull();

    [Fact]
    public void Only_containers_of_dead_owners_are_orphans()
    {
        var dead = ProcessIdentity.Current with { Start = "1" };
        ContainerSweep.Orphans($"lw-a\t{dead}\nlw-b\t{ProcessIdentity.Current}\nlw-c\tunknown\nlw-d\telsewhere:1:1\n")
            .Should().Equal("lw-a");
    }
}
