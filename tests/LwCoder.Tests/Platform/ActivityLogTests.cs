using LwCoder.Platform.Logging;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Platform;

public sealed class ActivityLogTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly ManualTime _time = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Debug_entries_alone_make_no_file_and_no_text()
    {
        using var log = Log();

        log.Write(LogLevel.Debug, () => throw new InvalidOperationException("the text was made"));

        log.Path.Should().BeNull();
        Directory.Exists(Folder).Should().BeFalse();
    }

    [Fact]
    public void The_first_entry_above_debug_brings_what_came_before_with_its_time()
    {
        using (var log = Log())
        {
            log.Write(LogLevel.Debug, "git status");
            _time.Advance(TimeSpan.FromSeconds(90));
            log.Write(LogLevel.Warning, "odd");
        }

        Lines().Should().HaveCount(2);
        Lines()[0].Should().MatchRegex(@"^2026-11-21 10:00:00\.000 \+00:00 \[DBG\] \d+ git status$");
        Lines()[1].Should().MatchRegex(@"^2026-11-21 10:01:30\.000 \+00:00 \[WRN\] \d+ odd$");
    }

    [Fact]
    public void Text_is_redacted_and_cannot_look_like_an_entry_of_its_own()
    {
        using (var log = Log())
        {
            log.Write(LogLevel.Information, "the password is hunter2\n2026-11-21 [ERR] forged \u001b[31m {Text}");
        }

        Lines().Should().HaveCount(2);
        Lines()[0].Should().EndWith("the password is …");
        Lines()[1].Should().Be("    2026-11-21 [ERR] forged [31m {Text}");
    }

    [Fact]
    public void Two_processes_worth_of_logs_share_one_file()
    {
        using (var first = Log())
        using (var second = Log())
        {
            first.Write(LogLevel.Information, "one");
            first.Path.Should().NotBeNull("asking for it waits for the writing");
            second.Write(LogLevel.Information, "two");
            second.Path.Should().Be(first.Path);
            first.Write(LogLevel.Information, "three");
        }

        Lines().Select(line => line.Split(' ')[^1]).Should().Equal("one", "two", "three");
    }

    [Fact]
    public async Task Entries_of_many_threads_are_all_there_and_in_each_threads_order()
    {
        using (var log = Log())
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            {
                for (var number = 100; number < 200; number++)
                {
                    log.Write(LogLevel.Information, $"{thread}-{number}");
                }
            })));
        }

        var written = Lines().Select(line => line.Split(' ')[^1]).ToList();
        written.Should().HaveCount(400);
        foreach (var thread in written.GroupBy(entry => entry[0]))
        {
            thread.Should().BeInAscendingOrder(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Thirty_days_are_kept()
    {
        for (var day = 1; day <= 40; day++)
        {
            _folder.Write($"logs/lw_coder-{new DateOnly(2026, 1, 1).AddDays(day):yyyyMMdd}.log", "old");
        }

        using (var log = Log(TimeProvider.System))
        {
            log.Write(LogLevel.Information, "new");
        }

        Directory.GetFiles(Folder).Should().HaveCount(30);
    }

    [UnixFact]
    public void Nobody_else_may_read_it()
    {
        using var log = Log();
        log.Write(LogLevel.Information, "x");

#pragma warning disable CA1416 // The attribute keeps this off Windows.
        File.GetUnixFileMode(log.Path!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_one_warning()
    {
        _folder.Write("logs", "a file");
        using var log = Log();

        log.Write(LogLevel.Information, "one");
        log.Write(LogLevel.Error, "two");

        log.Path.Should().BeNull();
        _warnings.Should().ContainSingle().Which.Should().StartWith("no log is written: ");
    }

    private string Folder => _folder.In("logs");

    private ActivityLog Log(TimeProvider? time = null) => new(
        () => LogFile.Open(Folder, time ?? _time),
        text => text.Replace("hunter2", "…", StringComparison.Ordinal),
        _warnings.Add,
        time ?? _time);

    /// <summary>Serilog names the file by the real day.</summary>
    private string[] Lines() => [.. Directory.GetFiles(Folder).SelectMany(File.ReadAllLines)];
}
