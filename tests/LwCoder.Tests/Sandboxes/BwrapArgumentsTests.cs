using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class BwrapArgumentsTests
{
    private static readonly BwrapSpec Spec = new()
    {
        WorkingFolder = "/tmp/w",
        Hidden = ["/usr/share", "/etc/passwd"],
        Readable = ["/repo/.git/objects"],
        Writable = ["/usr/share/doc", "/tmp/w", "/repo/git"],
        Replaced = [("/run/pointer", "/tmp/w/.git")],
        NoNetwork = true,
        NewSession = true,
    };

    [Fact]
    public void A_folder_comes_before_what_lies_in_it_shown_or_hidden() =>
        BwrapArguments.Build(Spec, ["agent", "x y"]).Skip(3).Should().Equal(
            "bwrap", "--die-with-parent", "--unshare-pid", "--cap-drop", "ALL",
            "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
            "--unshare-net", "--new-session",
            "--ro-bind", "/dev/null", "/etc/passwd",
            "--ro-bind", "/repo/.git/objects", "/repo/.git/objects",
            "--bind", "/repo/git", "/repo/git",
            "--tmpfs", "/tmp",
            "--bind", "/tmp/w", "/tmp/w",
            "--tmpfs", "/usr/share",
            "--bind", "/usr/share/doc", "/usr/share/doc",
            "--tmpfs", "/var/tmp",
            "--ro-bind", "/run/pointer", "/tmp/w/.git",
            "--chdir", "/tmp/w", "--", "env", "--default-signal=INT,QUIT,TERM,HUP", "agent", "x y");

    [Fact]
    public void With_the_terminal_it_stays_in_its_session() =>
        BwrapArguments.Build(Spec with { NewSession = false, NoNetwork = false }, ["agent"])
            .Should().NotContain(["--new-session", "--unshare-net"]);
}
