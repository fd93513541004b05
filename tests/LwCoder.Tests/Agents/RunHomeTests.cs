using LwCoder.Agents;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents;

public sealed class RunHomeTests : IDisposable
{
    private readonly AgentsTestFolder _home = new();
    private readonly AgentsTestFolder _outside = new();

    public void Dispose()
    {
        _home.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void A_linked_folder_is_replaced_on_writing_and_its_target_untouched()
    {
        _outside.Write("settings.json", "mine");
        Directory.CreateSymbolicLink(_home[".claude"], _outside.Path);

        new RunHome(_home.Path).Write(".claude/settings.json", "run"u8);

        _outside.Read("settings.json").Should().Be("mine");
        _home.Read(".claude/settings.json").Should().Be("run");
        new DirectoryInfo(_home[".claude"]).LinkTarget.Should().BeNull();
    }

    [Fact]
    public void A_linked_file_is_replaced_on_writing_and_its_target_untouched()
    {
        _outside.Write("target", "mine");
        File.CreateSymbolicLink(_home["file"], _outside["target"]);

        new RunHome(_home.Path).Write("file", "run"u8);

        _outside.Read("target").Should().Be("mine");
        _home.Read("file").Should().Be("run");
    }

    [Fact]
    public void Nothing_behind_a_link_is_read_or_removed()
    {
        _outside.Write(".credentials.json", "mine");
        Directory.CreateSymbolicLink(_home[".claude"], _outside.Path);
        File.CreateSymbolicLink(_home["linked"], _outside[".credentials.json"]);
        var home = new RunHome(_home.Path);

        home.Read(".claude/.credentials.json").Should().BeNull();
        home.Read("linked").Should().BeNull();
        home.Remove(".claude/.credentials.json").Should().BeFalse();
        home.Remove("linked").Should().BeTrue("the link itself goes");

        _outside.Has(".credentials.json").Should().BeTrue();
        File.Exists(_home["linked"]).Should().BeFalse();
    }

    [Fact]
    public void A_dangling_link_is_removed()
    {
        File.CreateSymbolicLink(_home["linked"], _outside["nowhere"]);

        new RunHome(_home.Path).Remove("linked").Should().BeTrue();

        new FileInfo(_home["linked"]).LinkTarget.Should().BeNull();
    }

    [Fact]
    public void Missing_and_empty_files_read_as_absent()
    {
        _home.Write("empty", "");
        var home = new RunHome(_home.Path);

        home.Read("empty").Should().BeNull();
        home.Read("a/b/c").Should().BeNull();
        home.Remove("a/b/c").Should().BeFalse();
    }

    [Fact]
    public async Task A_named_pipe_an_agent_planted_does_not_block()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_home["pipe"]]);
        await mkfifo.WaitForExitAsync();

        var reading = Task.Run(() => new RunHome(_home.Path).Read("pipe"));

        (await reading.WaitAsync(Eventually.Limit)).Should().BeNull();
    }
}
