using System.Diagnostics;
using System.Text;
using LwCoder.Tests.Support;
using LwCoder.Training;

namespace LwCoder.Tests.Training;

/// <summary>`kill -9` while samples are being replaced.</summary>
public sealed class KilledExportTests : IDisposable
{
    private const string FolderVariable = "LW_CODER_TEST_EXPORT_UNTIL_KILLED";
    private const int FilesInSample = 6;

    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(0), InlineData(37), InlineData(111)]
    public async Task A_killed_export_leaves_a_whole_sample(int milliseconds)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "vstest", typeof(KilledExportTests).Assembly.Location,
                $"/Tests:{typeof(KilledExportTests).FullName}.{nameof(Exports_until_it_is_killed)}",
            },
            Environment = { [FolderVariable] = _folder.Path },
            RedirectStandardOutput = true,
        };
        using (var victim = Process.Start(start)!)
        {
            await Eventually.True(() => Directory.Exists(_folder["plan"]));
            await Task.Delay(milliseconds);
            await Killed.WithAllItStartedAsync(victim);
        }

        await new SampleFolder(_folder.Path).RecoverAllAsync(default);

        var texts = Directory.GetFiles(_folder["plan"]).Select(File.ReadAllText).ToList();
        texts.Should().HaveCount(FilesInSample);
        texts.Distinct().Should().ContainSingle();
        (await new SampleFolder(_folder.Path).PutAsync("plan", Files("after"), default)).Should().BeTrue();
        Directory.GetDirectories(_folder[".exporting"]).Should().BeEmpty();
    }

    /// <summary>What is killed: does nothing unless it was started for it.</summary>
    [Fact]
    public async Task Exports_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder)
        {
            for (var number = 0; number < 1_000_000; number++)
            {
                await new SampleFolder(folder).PutAsync("plan", Files($"{number}"), default);
            }
        }
    }

    private static Dictionary<string, byte[]> Files(string text) => Enumerable.Range(0, FilesInSample)
        .ToDictionary(number => $"{number}.md", _ => Encoding.UTF8.GetBytes(text));
}
