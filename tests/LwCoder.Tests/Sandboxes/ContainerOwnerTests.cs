using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class ContainerOwnerTests
{
    [Fact]
    public void We_are_alive_and_survive_the_label() =>
        ContainerOwner.Parse(ContainerOwner.Current.ToString()).Should().Be(ContainerOwner.Current)
            .And.Match<ContainerOwner>(owner => !owner.IsDead);

    [Fact]
    public void A_reused_process_id_is_not_the_owner() =>
        (ContainerOwner.Current with { StartTime = "1" }).IsDead.Should().BeTrue();

    [Fact]
    public void An_owner_on_another_host_counts_as_alive() =>
        new ContainerOwner("elsewhere", 999999, "1").IsDead.Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("host:x:1")]
    [InlineData("host:1")]
    [InlineData("host:-1:1")]
    public void Other_labels_are_no_owners(string label) => ContainerOwner.Parse(label).Should().BeNull();

    [Fact]
    public void Only_containers_of_dead_owners_are_orphans()
    {
        var dead = ContainerOwner.Current with { StartTime = "1" };
        ContainerSweep.Orphans($"lw-a\t{dead}\nlw-b\t{ContainerOwner.Current}\nlw-c\tunknown\nlw-d\telsewhere:1:1\n")
            .Should().Equal("lw-a");
    }
}
