using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class ImageAccountsTests
{
    private const string Users =
        "root:x:0:0:root:/root:/bin/bash\nagent:x:1000:1000::/home/agent:/bin/sh\nsshd:x:100:65534::/:/x\n";
    private const string Groups = "root:x:0:\nagent:x:1000:\nother:x:1600:\n";

    [Fact]
    public void The_caller_takes_the_place_of_the_image_s_user()
    {
        var accounts = new ImageAccounts(Users, Groups).WithCaller(new(1500, 1600), "/home/agent");

        accounts.Users.Should().Be(
            "agent:x:1500:1600:agent:/home/agent:/bin/sh\nroot:x:0:0:root:/root:/bin/bash\nsshd:x:100:65534::/:/x\n");
        accounts.Groups.Should().Be("agent:x:1600:\nroot:x:0:\n");
    }

    [Fact]
    public void Root_stays_root_but_lives_in_the_run_s_home() =>
        new ImageAccounts(Users, Groups).WithCaller(new(0, 0), "/home/agent").Users.Split('\n')[0]
            .Should().Be("root:x:0:0:root:/home/agent:/bin/sh");

    [Fact]
    public void An_image_without_accounts_gets_ours() =>
        new ImageAccounts("", "").WithCaller(new(7, 8), "/home/agent")
            .Should().Be(new ImageAccounts("agent:x:7:8:agent:/home/agent:/bin/sh\n", "agent:x:8:\n"));
}
