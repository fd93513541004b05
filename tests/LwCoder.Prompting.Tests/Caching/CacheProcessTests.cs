using System.Diagnostics;
using System.Globalization;
using System.Text;
using LwCoder.Prompting.Caching;
using LwCoder.Prompting.Tests.Support;

namespace LwCoder.Prompting.Tests.Caching;

/// <summary>What only real processes can show.</summary>
public sealed class CacheProcessTests : IDisposable
{
    /// <summary>Ends tests that would hang, and none that is merely slow.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_processes_that_want_the_same_answer_make_one_call()
    {
        using var first = ChildProcess.Start("generate", _folder.File("cache"), _folder.File("calls"));
        using var second = ChildProcess.Start("generate", _folder.File("cache"), _folder.File("calls"));

        var answers = new[] { await first.StandardOutput.ReadToEndAsync(), await second.StandardOutput.ReadToEndAsync() };

        answers.Order().Should().Equal("answer False\n", "answer True\n");
        File.ReadAllLines(_folder.File("calls")).Should().ContainSingle();
        Directory.EnumerateFiles(_folder.File("cache"), "*.lock", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Two_processes_that_ask_a_slow_model_the_same_are_one_request()
    {
        await using var server = await ModelServer.StartAsync(async (context, _) =>
        {
            await Task.Delay(500);
            await context.WriteAsync(200, Answers.Completion("Hi."));
        });
        using var first = ChildProcess.Start("ask", _folder.File("cache"), $"{server.BaseUrl}");
        using var second = ChildProcess.Start("ask", _folder.File("cache"), $"{server.BaseUrl}");

        var answers = new[] { await first.StandardOutput.ReadToEndAsync(), await second.StandardOutput.ReadToEndAsync() };

        answers.Order().Should().Equal("Hi. False\n", "Hi. True\n");
        server.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Who_is_killed_while_a_model_answers_holds_nobody_up()
    {
        var asked = new TaskCompletionSource();
        await using var server = await ModelServer.StartAsync(async (context, number) =>
        {
            asked.TrySetResult();
            await (number == 1
                ? Task.Delay(Timeout.Infinite, context.RequestAborted)
                : context.WriteAsync(200, Answers.Completion("Hi.")));
        });
        using var killed = ChildProcess.Start("ask", _folder.File("cache"), $"{server.BaseUrl}");
        await asked.Task.WaitAsync(Limit);

        killed.Kill();
        using var next = ChildProcess.Start("ask", _folder.File("cache"), $"{server.BaseUrl}");

        (await next.StandardOutput.ReadToEndAsync()).Should().Be("Hi. False\n");
        server.Requests.Should().Be(2);
    }

    [Fact]
    public async Task A_full_disk_does_not_keep_an_answer_from_who_asked()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        await using var server = await ModelServer.AnsweringAsync(200, Answers.Completion("Hi."));
        using var process = ChildProcess.StartWithoutDiskSpace("ask", _folder.File("cache"), $"{server.BaseUrl}");

        var said = await process.StandardOutput.ReadToEndAsync();

        said.Should().Contain("cannot be written").And.EndWith("Hi. False\n");
    }

    [Fact]
    public async Task A_lock_whose_holder_was_killed_is_taken_over_at_once()
    {
        using var holder = ChildProcess.Start("hang", _folder.File("cache"));
        (await holder.StandardOutput.ReadLineAsync()).Should().Be("holding");
        var held = Directory.EnumerateFiles(_folder.File("cache"), "*.lock", SearchOption.AllDirectories).Single();
        var cache = new PromptCache(_folder.File("cache"));
        var waiting = cache.GetOrCreateAsync(CacheKey.Of("shared"u8), _ => Task.FromResult(new CacheDraft("mine"u8.ToArray())));
        await Task.Delay(200);
        waiting.IsCompleted.Should().BeFalse("the holder is alive");
        if (!OperatingSystem.IsWindows())
        {
            // By cat, since .NET itself would ask for the lock before it reads.
            using var reader = Process.Start(new ProcessStartInfo("cat", [held]) { RedirectStandardOutput = true })!;
            (await reader.StandardOutput.ReadToEndAsync()).Should().Contain($"process {holder.Id} on ");
        }

        holder.Kill();

        var answer = await waiting.WaitAsync(Limit);
        Encoding.UTF8.GetString(answer.Payload.Span).Should().Be("mine");
    }

    [Fact]
    public async Task The_wait_for_another_process_is_bounded()
    {
        using var holder = ChildProcess.Start("hang", _folder.File("cache"));
        await holder.StandardOutput.ReadLineAsync();
        var cache = new PromptCache(_folder.File("cache"), new PromptCacheOptions { MaxWait = TimeSpan.FromMilliseconds(300) });

        var answer = await cache.GetOrCreateAsync(
            CacheKey.Of("shared"u8), _ => Task.FromResult(new CacheDraft("mine"u8.ToArray())));

        answer.IsHit.Should().BeFalse();
        holder.Kill();
    }

    [Fact]
    public async Task A_writer_killed_at_any_moment_leaves_whole_entries_only()
    {
        var cache = new PromptCache(_folder.File("cache"));
        for (var seed = 0; seed < 6; seed++)
        {
            using var writer = ChildProcess.Start("put", _folder.File("cache"), seed.ToString(CultureInfo.InvariantCulture));
            await writer.StandardOutput.ReadLineAsync();
            await Task.Delay(37 * (seed + 1));
            writer.Kill();
            await writer.WaitForExitAsync();
            var last = (await writer.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .LastOrDefault("0");

            var expected = ChildProcess.Payload(seed);
            // The last line may itself be cut by the kill; its number is then only smaller.
            for (var number = 0; number <= int.Parse(last, CultureInfo.InvariantCulture); number++)
            {
                cache.Get(CacheKey.Of(Encoding.UTF8.GetBytes($"{seed}/{number}"))).Should().Equal(expected);
            }
        }
        cache.Stats().DamagedEntries.Should().Be(0);
    }

    [Fact]
    public async Task A_full_disk_is_said_once_and_fails_nothing()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var process = ChildProcess.StartWithoutDiskSpace("full", _folder.File("cache"));

        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync();

        process.ExitCode.Should().Be(0, await process.StandardError.ReadToEndAsync());
        lines.Should().HaveCount(2);
        lines[0].Should().Contain("cannot be written");
        lines[1].Should().Be("answer True");
        Directory.EnumerateFiles(_folder.File("cache"), "*", SearchOption.AllDirectories).Should().BeEmpty();
    }
}
