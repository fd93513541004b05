using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Tests.Support;

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
            "bwrap", "--json-status-fd", "9", "--die-with-parent", "--unshare-pid", "--cap-drop", "ALL",
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

    [UnixTheory]
    [InlineData("exit 1", 1, 10)]
    [InlineData("echo '{ \"exit-code\": 1 }' >&9; exit 1", 1, 1)]
    [InlineData("exit 3", 3, 1)]
    [InlineData("[ $(wc -l < attempts) -lt 2 ] && exit 1; cat; echo '{ \"exit-code\": 0 }' >&9; exit 0", 0, 2)]
    public async Task Only_a_sandbox_that_did_not_come_about_is_tried_again(string bubblewrap, int exitCode, int attempts)
    {
        using var folder = new TempDirectory();
        await ShellScript.WriteAsync(folder.In("bwrap"), $"echo x >> attempts\n{bubblewrap}");

        var output = await new ProcessRunner().RunAsync(new ProcessSpec("sh", BwrapArguments.Build(Spec, ["agent"]))
        {
            WorkingDirectory = folder.Path,
            Environment =
                new Dictionary<string, string?> { ["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH") },
            WriteInput = async (input, cancel) => await input.WriteAsync("what the agent is told"u8.ToArray(), cancel),
        }, default);

        output.ExitCode.Should().Be(exitCode, output.Error);
        File.ReadAllLines(folder.In("attempts")).Should().HaveCount(attempts);
        output.Output.Should().Be(exitCode == 0 ? "what the agent is told" : "");
    }
}
