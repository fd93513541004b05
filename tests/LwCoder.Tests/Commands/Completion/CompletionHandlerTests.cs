using System.Runtime.Versioning;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Completion;

public sealed class CompletionHandlerTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [UnixTheory]
    [InlineData("bash", ".bashrc")]
    [InlineData("zsh", ".zshrc")]
    [InlineData("powershell", ".config/powershell/profile.ps1")]
    public async Task Install_adds_one_block_and_uninstall_leaves_the_file_as_it_was(string shell, string startFile)
    {
        const string Before = "alias ll='ls -l'\nexport X=\u00e9\n";
        var file = _home.Write(startFile, Before);

        var first = await RunAsync("completion", "install", shell);
        var installed = await File.ReadAllTextAsync(file);
        var second = await RunAsync("completion", "install", shell);

        first.Printed.Should().Contain(file);
        second.Printed.Should().BeEmpty();
        second.Narrated.Should().Contain("already");
        (await File.ReadAllTextAsync(file)).Should().Be(installed).And.StartWith(Before).And.Contain(".lw_coder/completion/");

        (await RunAsync("completion", "uninstall", shell)).Printed.Should().Contain(file);
        (await File.ReadAllTextAsync(file)).Should().Be(Before);
        Directory.EnumerateFiles(_home.In(".lw_coder", "completion")).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_name_it_is_the_shell_of_the_user()
    {
        var file = _home.In(".config", "fish", "completions", "lw_coder.fish");

        (await RunAsync("completion", "install")).Printed.Should().Contain(file);

        File.Exists(file).Should().BeTrue();
    }

    [Fact]
    public async Task A_shell_it_does_not_know_is_a_usage_error()
    {
        using var services = new TestServices(_home.Path, _home.Path) { Variables = { ["SHELL"] = "/bin/tcsh" } };

        (await services.RunAsync("completion", "install")).Should().Be((int)ExitCode.Usage);

        services.Narrated.Should().Contain("/bin/tcsh").And.Contain("install bash");
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_start_file_that_is_a_link_stays_one_and_keeps_its_permissions()
    {
        var real = _home.Write("dotfiles/bashrc", "x=1");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(_home.In(".bashrc"), real);

        await RunAsync("completion", "install", "bash");

        new FileInfo(_home.In(".bashrc")).LinkTarget.Should().Be(real);
        (await File.ReadAllTextAsync(real)).Should().StartWith("x=1\n").And.Contain("lw_coder.bash");
        File.GetUnixFileMode(real).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_block_without_an_end_is_left_to_its_owner()
    {
        const string Broken = "# >>> lw_coder completion >>>\nmine=1\n";
        var file = _home.Write(OperatingSystem.IsMacOS() ? ".bash_profile" : ".bashrc", Broken);
        using var services = Services();

        (await services.RunAsync("completion", "install", "bash")).Should().Be((int)ExitCode.Failed);

        (await File.ReadAllTextAsync(file)).Should().Be(Broken);
    }

    private async Task<(string Printed, string Narrated)> RunAsync(params string[] arguments)
    {
        using var services = Services();
        (await services.RunAsync(arguments)).Should().Be(0, services.Narrated);
        return (services.Printed, services.Narrated);
    }

    private TestServices Services() => new(_home.Path, _home.Path) { Variables = { ["SHELL"] = "/usr/bin/fish" } };
}
