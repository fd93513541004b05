using LwCoder.Git;
using LwCoder.Worktrees;

namespace LwCoder.Tests.Worktrees;

public sealed class FilterGuardTests
{
    [Fact]
    public void Known_filters_stay_and_all_others_are_switched_off()
    {
        var config = GitConfig.Parse(
            "filter.lfs.clean\ngit-lfs clean -- %f\0filter.lfs.process\ngit-lfs filter-process\0filter.lfs.required\ntrue\0"
            + "filter.my.own.clean\n./tools/clean.sh\0filter.sly.clean\ngit-lfs clean; ./evil\0");
        FilterGuard.Settings(config).Should().BeEquivalentTo(
            "filter.my.own.clean=", "filter.my.own.smudge=", "filter.my.own.process=", "filter.my.own.required=false",
            "filter.sly.clean=", "filter.sly.smudge=", "filter.sly.process=", "filter.sly.required=false");
    }
}
