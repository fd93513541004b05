using FsCheck;
using FsCheck.Fluent;
using LwCoder.Hooks;
using LwCoder.Platform.Processes;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Hooks;

public sealed class HookTextTests
{
    private const string Evil = """a  b $(touch pwned) `id` "q" 'r' \ ; & * ~""";
    private static readonly HashSet<string> Names = ["plan_id", "plan_path"];

    [Theory]
    [InlineData("printf '[%s]' ${plan_path}", "[" + Evil + "]")]
    [InlineData("printf '[%s]' \"${plan_path}\"", "[" + Evil + "]")]
    [InlineData("printf '[%s]' \"a ${plan_path} z\"", "[a " + Evil + " z]")]
    [InlineData("printf '[%s]' 'a ${plan_path} z'", "[a " + Evil + " z]")]
    [InlineData("printf '[%s]' x${plan_path}y", "[x" + Evil + "y]")]
    [InlineData("printf '[%s]' \"$(printf '<%s>' ${plan_path})\"", "[<" + Evil + ">]")]
    [InlineData("printf '[%s]' \"$(printf '<%s>' \"${plan_path}\")\" ${plan_path}", "[<" + Evil + ">][" + Evil + "]")]
    [InlineData("# it's\nprintf '[%s]' ${plan_path} # isn't it", "[" + Evil + "]")]
    [InlineData("(cd / && printf '[%s]' ${plan_path})", "[" + Evil + "]")]
    [InlineData("printf '[%s]' it\\'s ${plan_path}", "[it's][" + Evil + "]")]
    [InlineData("printf '[%s]' \\${plan_path} \"\\\"${plan_path}\"", "[${plan_path}][\"" + Evil + "]")]
    [InlineData("x=1; printf '[%s]' \"${x}${missing-none}\" ${#x}", "[1none][1]")]
    public async Task A_value_is_one_word_and_never_a_command(string command, string printed)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var folder = new TempDirectory();

        var output = await RunAsync(folder, HookText.ForSh(command, Names), Evil);

        output.Output.Should().Be(printed, output.Error);
        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [UnixFact]
    public void No_mix_of_quotes_lets_a_value_run()
    {
        string[] parts = ["'", "\"", "\\", "$(", ")", "(", "`", "#", " ", "\n", "echo ", "${plan_path}", "${plan_path}"];
        var commands = Gen.Elements(parts).ListOf().Select(chosen => string.Concat(chosen) + " ${plan_path}");
        using var folder = new TempDirectory();

        Prop.ForAll(commands.ToArbitrary(), command =>
        {
            RunAsync(folder, HookText.ForSh(command, Names), "$(touch pwned)`touch pwned`;touch pwned\ntouch pwned").Wait();
            return !File.Exists(folder.In("pwned"));
        }).ShouldHold(200, size: 20);
    }

    [Fact]
    public void PowerShell_reads_the_environment_itself() =>
        HookText.ForPowerShell("notify ${plan_id} \"${plan_path}\" ${other}", Names)
            .Should().Be("notify ${env:LW_CODER_PLAN_ID} \"${env:LW_CODER_PLAN_PATH}\" ${other}");

    private static Task<ProcessOutput> RunAsync(TempDirectory folder, string command, string value) =>
        new ProcessRunner().RunAsync(
            new ProcessSpec("sh", "-c", command)
            {
                WorkingDirectory = folder.Path,
                Environment = new Dictionary<string, string?> { ["LW_CODER_PLAN_PATH"] = value },
            },
            default);
}
