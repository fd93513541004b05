using System.Text;
using System.Text.Json;
using LwCoder.Commands.Init;
using LwCoder.Platform.Processes;
using LwCoder.Templates;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Init;

public sealed class InitHandlerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lw_coder-init-").FullName;
    private readonly string _outside = Directory.CreateTempSubdirectory("lw_coder-outside-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _narration = new();
    private readonly List<string> _questions = [];
    private Func<string, bool>? _ask;

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public async Task A_fresh_repository_gets_every_stock_file_and_is_told_what_to_do_next()
    {
        (await InitAsync()).Should().Be(0);

        Created().Should().BeEquivalentTo(Everything);
        Created().Should().Contain([
            ".lw_coder/tasks/.gitkeep", ".lw_coder/config.toml", ".lw_coder/code.Dockerfile", ".lw_coder/.dockerignore",
            ".lw_coder/judges/code-reuse.md", ".lw_coder/judges/plan-compliance.md",
            ".lw_coder/prompts/active/claude-code-cli/sonnet/main.md", ".lw_coder/prompts/active/claude-code-cli/opus/main.md",
            ".lw_coder/prompts/active/claude-code-cli/haiku/main.md", ".lw_coder/prompts/active/claude-code-cli/default/main.md",
            ".lw_coder/prompts/active/droid/default/code-review-auditor.md",
            ".lw_coder/prompts/active/mini/default/plan-alignment-checker.md",
        ]);
        _output.ToString().Should().Contain("created .lw_coder/config.toml")
            .And.Contain("created .lw_coder/prompts/active/claude-code-cli/haiku/ (3 files)")
            .And.Contain("updated .gitignore (7 entries)")
            .And.NotContain("kept");
        _narration.ToString().Should().Contain("lw_coder code <plan_id>");
    }

    [Fact]
    public async Task A_second_init_changes_nothing_and_says_so()
    {
        await InitAsync();
        var before = Contents();

        (await InitAsync()).Should().Be(0);

        Contents().Should().BeEquivalentTo(before);
        _output.ToString().Should().NotContain("created").And.NotContain("updated").And.Contain("kept    .lw_coder/config.toml");
        _narration.ToString().Should().Be($"nothing to do: this repository has everything already{Environment.NewLine}");
    }

    [Fact]
    public async Task What_the_user_has_is_kept_and_named_while_the_rest_is_added()
    {
        Write(".lw_coder/judges/code-reuse.md", "mine");
        Write(".lw_coder/judges/security.md", "also mine");

        await InitAsync();

        Read(".lw_coder/judges/code-reuse.md").Should().Be("mine");
        Read(".lw_coder/judges/security.md").Should().Be("also mine");
        _output.ToString().Should().Contain("kept    .lw_coder/judges/code-reuse.md")
            .And.Contain("created .lw_coder/judges/plan-compliance.md")
            .And.NotContain("security.md");
    }

    [Fact]
    public async Task Git_ignores_what_lw_coder_makes_at_run_time_and_sees_what_is_shared()
    {
        await GitAsync("init", "--quiet");
        await InitAsync();
        string[] temporary =
            ["runs/p/run.json", "worktrees/p/a", "sessions/a", "plan-traces/a", "dspy_cache/a", "telemetry.db-wal"];
        foreach (var path in temporary)
        {
            Write($".lw_coder/{path}", "x");
        }

        var untracked = await GitAsync("status", "--porcelain", "--untracked-files=all");

        untracked.Split('\n').Where(line => line.Length > 0).Select(line => line[3..])
            .Should().BeEquivalentTo(Everything);
    }

    [Fact]
    public async Task Bytes_of_a_gitignore_in_another_encoding_survive()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, .. "caf"u8, 0xE9, .. "/\r\n"u8];
        await File.WriteAllBytesAsync(Path.Combine(_root, ".gitignore"), before);

        await InitAsync();

        var after = await File.ReadAllBytesAsync(Path.Combine(_root, ".gitignore"));
        after[..before.Length].Should().Equal(before);
        Encoding.ASCII.GetString(after[before.Length..]).Should().StartWith($"\r\n{IgnoreBlock.Marker}\r\n");
    }

    [Theory]
    [InlineData(".lw_coder")]
    [InlineData(".lw_coder/judges")]
    [InlineData(".lw_coder/prompts/active/droid")]
    public async Task A_link_out_of_the_repository_is_refused_and_nothing_is_written_there(string link)
    {
        Link(link, _outside);

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        refused.Which.Message.Should().Contain("outside the repository");
        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task A_chain_of_links_that_ends_outside_is_refused()
    {
        Link("hop", _outside);
        Link(".lw_coder", Path.Combine(_root, "hop", "inner"));

        await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        Link(".lw_coder", ".lw_coder/x");

        await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tools", "lw"));
        Link(".lw_coder", "tools/lw");

        await InitAsync();

        File.Exists(Path.Combine(_root, "tools", "lw", "config.toml")).Should().BeTrue();
    }

    [Fact]
    public async Task A_dangling_link_in_place_of_a_file_is_kept()
    {
        Link(".lw_coder/config.toml", Path.Combine(_outside, "made-through-the-link"));

        await InitAsync();

        _output.ToString().Should().Contain("kept    .lw_coder/config.toml");
        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task A_linked_gitignore_is_refused_before_anything_is_written()
    {
        Link(".gitignore", Path.Combine(_outside, "ignore"));

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        refused.Which.Message.Should().StartWith(".gitignore is a link");
        Directory.Exists(Path.Combine(_root, ".lw_coder")).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_where_a_folder_belongs_is_an_error_that_names_it_and_init_can_be_repeated_afterwards()
    {
        Write(".lw_coder/judges", "a file");

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();
        refused.Which.Message.Should().Contain("judges' is a file");
        Created().Should().Equal([".lw_coder/judges"], "what was done before is undone");

        File.Delete(Path.Combine(_root, ".lw_coder", "judges"));
        (await InitAsync()).Should().Be(0);
        Created().Should().Contain(".lw_coder/judges/code-reuse.md");
    }

    [Fact]
    public async Task A_cancelled_init_leaves_whole_files_only_and_can_be_repeated()
    {
        using var source = new CancellationTokenSource();
        var handler = Handler(_ =>
        {
            source.Cancel();
            return Task.FromResult(_root);
        });

        await FluentActions.Awaiting(() => handler.RunAsync(new InitOptions(), source.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await InitAsync()).Should().Be(0);
        Created().Should().BeEquivalentTo(Everything);
    }

    [Theory]
    [InlineData(".lw_coder/prompts")]
    [InlineData(".lw_coder/prompts/active/mini")]
    [InlineData(".lw_coder/tasks")]
    [InlineData(".lw_coder/judges")]
    public async Task Whatever_step_fails_everything_is_as_it_was_before(string obstacle)
    {
        Write(".gitignore", "bin/\r\n");
        Write(".lw_coder/optimized_prompts/claude-code-cli/sonnet/main.md", "old");
        Write(obstacle, "a file");
        var (before, folders) = (Contents(), Folders());

        await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        Contents().Should().BeEquivalentTo(before);
        Folders().Should().BeEquivalentTo(folders);
        _output.ToString().Should().BeEmpty();
    }

    [Fact]
    public async Task Cancelled_while_it_replaces_files_it_puts_them_back()
    {
        await InitAsync();
        Write(".lw_coder/judges/code-reuse.md", "mine");
        Write(".lw_coder/prompts/active/droid/default/main.md", "mine too");
        var before = Contents();
        using var source = new CancellationTokenSource();
        _ask = _ =>
        {
            source.CancelAfter(TimeSpan.Zero);
            source.Token.WaitHandle.WaitOne();
            return true;
        };

        await FluentActions.Awaiting(() => Handler(_ => Task.FromResult(_root)).RunAsync(new(Force: true), source.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        Contents().Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task What_was_changed_since_it_was_installed_is_shown_prompts_too()
    {
        await InitAsync();
        Write(".lw_coder/prompts/active/claude-code-cli/opus/main.md", "mine");

        await InitAsync();

        _output.ToString().Should().Contain("kept    .lw_coder/prompts/active/claude-code-cli/opus/main.md (customised)")
            .And.Contain("kept    .lw_coder/prompts/active/claude-code-cli/opus/code-review-auditor.md\n")
            .And.Contain("kept    .lw_coder/judges/ (2 files)");
    }

    [Fact]
    public async Task An_untouched_file_of_an_older_lw_coder_is_called_outdated_and_not_customised()
    {
        await InitAsync();
        Install(".lw_coder/judges/code-reuse.md", "what the last version brought\r\n");

        await InitAsync();

        _output.ToString().Should().Contain("kept    .lw_coder/judges/code-reuse.md (outdated)");
        _narration.ToString().Should().Contain("init --force");
    }

    [Fact]
    public async Task Line_ends_git_has_changed_are_no_customisation()
    {
        await InitAsync();
        Write(".lw_coder/judges/code-reuse.md", Read(".lw_coder/judges/code-reuse.md").ReplaceLineEndings("\r\n"));

        await InitAsync();

        _output.ToString().Should().NotContain("customised");
    }

    [Fact]
    public async Task Force_asks_for_each_kind_and_replaces_only_what_was_agreed_to()
    {
        await InitAsync();
        Write(".lw_coder/judges/code-reuse.md", "my judge");
        Write(".lw_coder/judges/security.md", "not a stock file");
        Write(".lw_coder/prompts/active/mini/default/main.md", "my prompt");
        Write(".lw_coder/config.toml", "# my settings");
        _ask = question =>
        {
            _questions.Add(question);
            return question.Contains("judges", StringComparison.Ordinal);
        };

        await InitAsync(new InitOptions(Force: true));

        _questions.Should().HaveCount(2);
        _narration.ToString().Should().Contain("customised .lw_coder/prompts/active/mini/default/main.md");
        Read(".lw_coder/judges/code-reuse.md").Should().NotBe("my judge");
        Read(".lw_coder/replaced/20261121_100000/judges/code-reuse.md").Should().Be("my judge");
        Read(".lw_coder/judges/security.md").Should().Be("not a stock file");
        Read(".lw_coder/prompts/active/mini/default/main.md").Should().Be("my prompt");
        Read(".lw_coder/config.toml").Should().Be("# my settings");
    }

    [Fact]
    public async Task Force_does_not_ask_when_nothing_differs()
    {
        await InitAsync();
        _ask = _ => throw new InvalidOperationException("it asked");

        (await InitAsync(new InitOptions(Force: true))).Should().Be(0);
    }

    [Fact]
    public async Task Force_without_a_person_needs_yes_and_changes_nothing_before_it_has_it()
    {
        await InitAsync();
        Write(".lw_coder/judges/code-reuse.md", "mine");
        File.Delete(Path.Combine(_root, ".gitignore"));

        var refused = await FluentActions.Awaiting(() => InitAsync(new InitOptions(Force: true)))
            .Should().ThrowAsync<UserError>();
        refused.Which.ExitCode.Should().Be(ExitCode.NeedsPerson);
        File.Exists(Path.Combine(_root, ".gitignore")).Should().BeFalse();

        (await InitAsync(new InitOptions(Force: true, Yes: true))).Should().Be(0);
        Read(".lw_coder/judges/code-reuse.md").Should().NotBe("mine");
    }

    [Fact]
    public async Task What_force_renewed_counts_as_stock_from_then_on()
    {
        await InitAsync();
        Write(".lw_coder/judges/code-reuse.md", "mine");
        await InitAsync(new InitOptions(Force: true, Yes: true));

        await InitAsync();

        _output.ToString().Should().NotContain("customised");
    }

    [Fact]
    public async Task Prompts_of_the_old_layout_are_moved_once_and_win_over_the_stock_ones()
    {
        Write(".lw_coder/optimized_prompts/claude-code-cli/sonnet/main.md", "tuned");
        Write(".lw_coder/optimized_prompts/claude-code-cli/sonnet/my-reviewer.md", "tuned reviewer");

        await InitAsync(new InitOptions(Force: true));

        _output.ToString().Should().Contain("moved   .lw_coder/optimized_prompts/claude-code-cli/sonnet/main.md to "
            + ".lw_coder/prompts/active/claude-code-cli/sonnet/main.md");
        Read(".lw_coder/prompts/active/claude-code-cli/sonnet/main.md").Should().Be("tuned");
        Read(".lw_coder/prompts/active/claude-code-cli/sonnet/my-reviewer.md").Should().Be("tuned reviewer");
        Directory.Exists(Path.Combine(_root, ".lw_coder", "optimized_prompts")).Should().BeFalse();

        await InitAsync();
        _output.ToString().Should().NotContain("moved").And.Contain("sonnet/main.md (customised)");
    }

    [Fact]
    public async Task An_old_prompt_never_replaces_one_that_is_active()
    {
        Write(".lw_coder/optimized_prompts/droid/default/main.md", "old");
        Write(".lw_coder/prompts/active/droid/default/main.md", "new");

        await InitAsync();

        Read(".lw_coder/prompts/active/droid/default/main.md").Should().Be("new");
        Read(".lw_coder/optimized_prompts/droid/default/main.md").Should().Be("old");
    }

    [Theory]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("[]")]
    [InlineData("{\"files\": [1]}")]
    [InlineData("{\"files\": {\"a\": 1}}")]
    public async Task A_record_that_cannot_be_read_is_written_anew(string record)
    {
        await InitAsync();
        var whole = Read(".lw_coder/VERSION");
        Write(".lw_coder/VERSION", record);

        (await InitAsync()).Should().Be(0);

        Read(".lw_coder/VERSION").Should().Be(whole);
    }

    [Fact]
    public async Task Half_written_files_of_a_dead_init_are_removed_and_those_of_a_living_one_are_not()
    {
        var unique = Guid.NewGuid().ToString("N");
        Write($".lw_coder/judges/code-reuse.md.2147483646.{unique}.tmp", "half");
        Write($".lw_coder/judges/code-reuse.md.{Environment.ProcessId}.{unique}.tmp", "being written");
        Write(".lw_coder/judges/notes.tmp", "mine");

        await InitAsync();

        Directory.EnumerateFiles(Path.Combine(_root, ".lw_coder", "judges"), "*.tmp").Select(Path.GetFileName)
            .Should().BeEquivalentTo([$"code-reuse.md.{Environment.ProcessId}.{unique}.tmp", "notes.tmp"]);
    }

    [Fact]
    public async Task Json_tells_what_was_done_and_nothing_else_is_on_standard_output()
    {
        Write(".lw_coder/judges/code-reuse.md", "mine");

        await InitAsync(new InitOptions(Json: true));

        using var json = JsonDocument.Parse(_output.ToString());
        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
        json.RootElement.GetProperty("gitignore_added").GetArrayLength().Should().Be(IgnoreBlock.Entries.Count);
        json.RootElement.GetProperty("files").EnumerateArray()
            .Single(file => file.GetProperty("path").GetString() == ".lw_coder/judges/code-reuse.md")
            .GetProperty("was").GetString().Should().Be("customised");
    }

    [Fact]
    public async Task The_command_runs_its_handler()
    {
        var command = InitCommand.Create(new Services(), (_, _) => Task.FromResult(42));

        (await command.Parse([]).InvokeAsync()).Should().Be(42);
    }

    private Task<int> InitAsync() => InitAsync(new InitOptions());

    private async Task<int> InitAsync(InitOptions options)
    {
        _output.GetStringBuilder().Clear();
        _narration.GetStringBuilder().Clear();
        return await Handler(_ => Task.FromResult(_root)).RunAsync(options, CancellationToken.None);
    }

    private static string[] Everything =>
        [.. StockFiles.All().Select(file => $".lw_coder/{file.Path}"), ".lw_coder/VERSION", ".gitignore"];

    /// <summary>A stock file as if an older lw_coder had brought this text.</summary>
    private void Install(string path, string text)
    {
        Write(path, text);
        var record = StockRecord.TryParse(Encoding.UTF8.GetBytes(Read(".lw_coder/VERSION")))!;
        var hashes = record.Hashes.ToDictionary();
        hashes[path[".lw_coder/".Length..]] = StockRecord.HashOf(Encoding.UTF8.GetBytes(text));
        Write(".lw_coder/VERSION", Encoding.UTF8.GetString(new StockRecord(hashes).ToJson("0.0.1")));
    }

    private string[] Folders() => Directory.GetDirectories(_root, "*", SearchOption.AllDirectories);

    private InitHandler Handler(Func<CancellationToken, Task<string>> root) =>
        new(root, _output, _narration, _ask, new ManualTime());

    private void Write(string path, string text)
    {
        var target = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    private void Link(string path, string target)
    {
        var link = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Directory.CreateSymbolicLink(link, target);
    }

    private string[] Created() => [.. Contents().Keys];

    private Dictionary<string, string> Contents() => Directory
        .EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/'))
        .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal))
        .ToDictionary(file => file, Read);

    private async Task<string> GitAsync(params string[] arguments)
    {
        var output = await new ProcessRunner().RunAsync(
            new ProcessSpec("git", arguments) { WorkingDirectory = _root }, CancellationToken.None);
        output.Succeeded.Should().BeTrue(output.Error);
        return output.Output;
    }
}
